/**
 * What our SSH client (ssh2 1.17) can agree on with a server, by the setting of sshd_config(5) that offers it. It has no key exchange
 * that withstands quantum computers. A unit test holds these against ssh2.
 */
export const sshAlgorithms = {
  KexAlgorithms: [
    ...['curve25519-sha256', 'curve25519-sha256@libssh.org'],
    ...['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521', 'diffie-hellman-group-exchange-sha256'],
    ...['diffie-hellman-group14-sha256', 'diffie-hellman-group15-sha512', 'diffie-hellman-group16-sha512'],
    ...['diffie-hellman-group17-sha512', 'diffie-hellman-group18-sha512'],
  ],
  HostKeyAlgorithms: ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-512', 'rsa-sha2-256'],
  Ciphers: [
    ...['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com'],
    ...['aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  ],
  MACs: [
    ...['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha1-etm@openssh.com'],
    ...['hmac-sha2-256', 'hmac-sha2-512', 'hmac-sha1'],
  ],
} as const

/** Of the ciphers those that need no MAC. */
export const provenCiphers = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
] as const

export type SshAlgorithmSetting = keyof typeof sshAlgorithms

/** One of each setting that every OpenSSH has: enough to be added. */
export const usualAlgorithm: Readonly<Record<SshAlgorithmSetting, string>> = {
  KexAlgorithms: 'curve25519-sha256',
  HostKeyAlgorithms: 'ssh-ed25519',
  Ciphers: 'aes256-gcm@openssh.com',
  MACs: 'hmac-sha2-256-etm@openssh.com',
}

export const isAlgorithmSetting = (setting: string): setting is SshAlgorithmSetting => setting in sshAlgorithms
