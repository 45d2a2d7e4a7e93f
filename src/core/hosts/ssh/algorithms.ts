import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** By type of key: the signatures asked for. SHA-1 (`ssh-rsa`) and DSA are left out on purpose. */
const signaturesOf: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/**
 * What is offered to a server. The ciphers are those that Electron's BoringSSL and Node's OpenSSL both have
 * (BoringSSL has no chacha20-poly1305); all are in OpenSSH's default list. The key types on record come first:
 * otherwise a server with several keys might show one that is not recorded, and look like an impostor.
 */
export function algorithmsFor(recordedTypes: readonly string[]): Algorithms {
  const types = new Set([...recordedTypes, ...Object.keys(signaturesOf)]);
  return {
    cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
    serverHostKey: [...types].flatMap((type) => signaturesOf[type] ?? []),
  };
}
