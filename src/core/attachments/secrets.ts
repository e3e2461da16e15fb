/** Made to be shared: they show which variables there are, not what they hold. */
const exampleEnvironment =
  /^\.env([._-].*)?[._-](example|sample|template|dist|defaults|schema)$|^(example|sample|template)\.env$/;

/** Names of files that hold keys, passwords or tokens, in lower case. */
const names: readonly RegExp[] = [
  /^\.env(rc|[._-].*)?$/,
  /\.env$/,
  /^\.(npmrc|netrc|pypirc|pgpass|htpasswd|git-credentials|dockercfg|s3cfg|boto|my\.cnf|vault-token)$/,
  /^_netrc$/,
  /\.(pem|key|p8|p12|pfx|ppk|jks|keystore|keytab|kdb|kdbx|agekey|ovpn|tfstate|tfvars)$/,
  /^id_(rsa|dsa|ecdsa|ed25519|xmss)/,
  // `credentials.json` and `secrets.py` hold them; `credentialsProvider.ts` only speaks of them.
  /^(credentials?|secrets?)([._-].*)?$/,
  /^client_secret.*\.json$/,
  /^service[-_]?account.*\.json$/,
  /-firebase-adminsdk-.*\.json$/,
  /^kubeconfig$/,
  /^wallet\.dat$/,
];

/** Folders below the home directory in which nearly everything is secret. */
const folders: readonly RegExp[] = [
  /(^|\/)\.(ssh|gnupg|aws)\//,
  /(^|\/)\.kube\/config$/,
  /(^|\/)\.docker\/config\.json$/,
];

/**
 * Whether the name or the folder of a file says that it holds something secret. A question too many costs a key press
 * and one too few a password, so what only may be secret (a `.pem` with a certificate) counts. Public keys and
 * `.env.example` do not: they are made to be given away.
 * @param path with `/` or `\`; a name alone will do.
 */
export function looksSecret(path: string): boolean {
  const normal = path.replaceAll("\\", "/").toLowerCase();
  const name = normal.slice(normal.lastIndexOf("/") + 1);
  if (name.endsWith(".pub") || exampleEnvironment.test(name)) return false;
  return names.some((pattern) => pattern.test(name)) || folders.some((pattern) => pattern.test(normal));
}

/** Whether a text contains the first line of a private key, of whatever program. */
export function holdsPrivateKey(text: string): boolean {
  return /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/.test(text);
}
