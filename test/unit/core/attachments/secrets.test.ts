import { describe, expect, it } from "vitest";
import { holdsPrivateKey, looksSecret } from "../../../../src/core/attachments/secrets.ts";

describe("a file that looks like a secret", () => {
  it.each([
    ".env",
    ".env.local",
    ".env.production",
    ".env-prod",
    ".envrc",
    "prod.env",
    "server.pem",
    "server.key",
    "AuthKey_1234.p8",
    "cert.pfx",
    "cert.p12",
    "release.jks",
    "putty.ppk",
    "id_rsa",
    "id_ed25519",
    "id_ecdsa_sk",
    "id_rsa.bak",
    ".npmrc",
    ".netrc",
    "_netrc",
    ".pypirc",
    ".pgpass",
    ".git-credentials",
    "credentials",
    "credentials.json",
    "credentials-prod.yml",
    "secrets.yaml",
    "secrets.py",
    "secret.json",
    "client_secret_123.json",
    "service-account.json",
    "serviceAccountKey.json",
    "shop-firebase-adminsdk-x.json",
    "passwords.kdbx",
    "terraform.tfstate",
    "prod.tfvars",
    "kubeconfig",
    "home/me/.ssh/config",
    "/home/me/.aws/config",
    "/home/me/.kube/config",
    "C:\\Users\\Me\\.SSH\\Id_Rsa",
    "deep/in/a/folder/.ENV",
  ])("%s", (path) => {
    expect(looksSecret(path)).toBe(true);
  });

  it.each([
    // Made to be shared: which variables there are, not what they hold.
    ".env.example",
    ".env.sample",
    ".env.local.template",
    "example.env",
    // The public half of a pair.
    "id_rsa.pub",
    "/home/me/.ssh/id_ed25519.pub",
    // Code that speaks of secrets.
    "credentialsProvider.ts",
    "secretsManager.ts",
    "environment.ts",
    "env.ts",
    "keys.ts",
    "keyboard.ts",
    "id_generator.ts",
    "package.json",
    "settings.json",
    ".gitignore",
    "kube/config.ts",
    "ssh/config",
    "docker/config.json",
    "",
  ])("is not %j", (path) => {
    expect(looksSecret(path)).toBe(false);
  });
});

describe("a private key in a text", () => {
  it.each(["RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", ""])("of the kind %j is seen", (kind) => {
    expect(holdsPrivateKey(`export const key = \`-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`)).toBe(true);
  });

  it("of PGP is seen", () => {
    expect(holdsPrivateKey("-----BEGIN PGP PRIVATE KEY BLOCK-----")).toBe(true);
  });

  it.each(["-----BEGIN CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----", "a PRIVATE KEY", ""])(
    "is not %j",
    (text) => {
      expect(holdsPrivateKey(text)).toBe(false);
    },
  );
});
