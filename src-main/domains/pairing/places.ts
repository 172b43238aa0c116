/** Where pairing writes; the same on every laptop. */
const appFolder = '/var/lib/pc-switcher/app'
const etcFolder = '/etc/pc-switcher'

export const places = {
  appFolder,
  key: `${appFolder}/id_ed25519`,
  publicKey: `${appFolder}/id_ed25519.pub`,
  knownHosts: `${appFolder}/known_hosts`,
  pairing: `${appFolder}/pairing.json`,
  /** The way to the other laptop while the two are being paired: what is broken off can be taken back there, too. */
  begun: `${appFolder}/pairing-begun.json`,
  authorizedKeys: `${etcFolder}/authorized_keys`,
  machine: `${etcFolder}/machine.json`,
  /** What pairing made on this laptop, so that exactly that can be taken away again. */
  paired: `${etcFolder}/paired.json`,
  /** Of several rules that mean a program the last one counts, and files are read in the order of their names (sudoers(5)). */
  sudoRule: '/etc/sudoers.d/zz-pc-switcher-person',
  /** The package that is sent to the other laptop, for as long as pairing takes. */
  package: '/var/lib/pc-switcher/package/pc-switcher-headless.deb',
} as const
