/** A self-signed certificate for `api.agent37.test` and 127.0.0.1, valid for a century; it protects nothing. */
const keyBytes =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgm1UfK1diszbHlEnoReHdJxECQeYC4BRtNyQqVNCL" +
  "FeehRANCAARQZbRy668M5M4we74JRRyktdpwL19M92MCsz5Hkr1PkMfAnbtpU8f3VDOfXIV9PAbN28ZbC1lWqWnz" +
  "yd1Tn8vM";
const certificateBytes =
  "MIIBrzCCAVagAwIBAgIUDlwyh1xv7IfqyhuZP0zQDnLdXmQwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQYXBpLmFn" +
  "ZW50MzcudGVzdDAgFw0yNjExMjIxNzE4MThaGA8yMTI2MTAyOTE3MTgxOFowGzEZMBcGA1UEAwwQYXBpLmFnZW50" +
  "MzcudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFBltHLrrwzkzjB7vglFHKS12nAvX0z3YwKzPkeSvU+Q" +
  "x8Cdu2lTx/dUM59chX08Bs3bxlsLWVapafPJ3VOfy8yjdjB0MB0GA1UdDgQWBBRnAmgN2Ec6HQC0GDk/CSN1q6yW" +
  "0zAfBgNVHSMEGDAWgBRnAmgN2Ec6HQC0GDk/CSN1q6yW0zAPBgNVHRMBAf8EBTADAQH/MCEGA1UdEQQaMBiCEGFw" +
  "aS5hZ2VudDM3LnRlc3SHBH8AAAEwCgYIKoZIzj0EAwIDRwAwRAIgHJP6xJ4EFZwt3iEQk4feY9oTPj45Bl1nW6zg" +
  "PTv78UECIATZaM+GAj7c77VyOWlEzEBZRLjUrJtMzOZmN46NRL/H";

const pem = (label: string, bytes: string): string =>
  `-----BEGIN ${label}-----\n${bytes.replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;

export const tlsIdentity = { key: pem("PRIVATE KEY", keyBytes), cert: pem("CERTIFICATE", certificateBytes) };
