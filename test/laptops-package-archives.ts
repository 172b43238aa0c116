/** Archives as those of a distribution, with a key that both laptops have, on a web server of each, which two mirrors lead to. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { address, serve } from './laptops-package-sources.ts'

/** The one of p17, and the one of xps. */
export const mirrors = { p17: `${address}/debian`, xps: 'http://127.0.0.1:8099/pub/debian' } as const
export const security = `${address}/debian-security`
/** By its name a keyring of the distribution's. */
export const keyring = '/usr/share/keyrings/debian-archive-practice-keyring.gpg'
export const parts = '/etc/apt/sources.list.d'

/** `package PLACE SUITE COMPONENT NAME VERSION`, then `release PLACE SUITE NAME [FIELD]`: what the suite calls itself but for the codename. */
const publish = `
  package() {
    folder=/srv/web/$1/dists/$2/$3/binary-amd64; file=$4_$2.deb; mkdir -p $folder /tmp/distributed/DEBIAN
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: D <d@example.invalid>\\nDescription: of the distribution\\n' $4 $5 > /tmp/distributed/DEBIAN/control
    cd /srv/web/$1; dpkg-deb --root-owner-group -b /tmp/distributed $file >&2
    { dpkg-deb -f $file; printf 'Filename: %s\\nSize: %s\\nSHA256: %s\\n\\n' $file $(stat -c %s $file) $(sha256sum $file | cut -c 1-64); } >> $folder/Packages
  }
  export GNUPGHOME=$(mktemp -d); gpg="gpg --batch --quiet --passphrase="
  $gpg --quick-generate-key 'Practice of a distribution <archive@example.invalid>' ed25519 sign never
  $gpg --export > ${keyring}
  release() {
    cd /srv/web/$1/dists/$2
    { printf 'Origin: Debian\\nLabel: Debian\\nSuite: %s\\nCodename: %s\\nArchitectures: amd64\\nDate: %s\\n' $3 $2 "$(date -uR | sed 's/+0000/UTC/')"
      printf "\${4:-}SHA256:\\n"; for file in */*/Packages; do printf ' %s %s %s\\n' $(sha256sum $file | cut -c 1-64) $(stat -c %s $file) $file; done; } > Release
    $gpg --clearsign --output InRelease Release
  }
  package debian trixie main base-tool 1.0; package debian trixie contrib contrib-tool 1.0; release debian trixie stable
  package debian trixie-backports main base-tool '2.0~bpo13+1'
  release debian trixie-backports stable-backports 'NotAutomatic: yes\\nButAutomaticUpgrades: yes\\n'
  package debian-security trixie-security main base-tool '1.0+deb13u1'; release debian-security trixie-security stable-security
  ln -s trixie /srv/web/debian/dists/stable; ln -s . /srv/web/pub; gpgconf --kill all; rm -rf "$GNUPGHOME"`

/** p17 fetches more of it than xps, writes "stable" for it, and has it in lines. */
export async function useArchives(hosts: readonly Host[]): Promise<void> {
  await shellOn('p17', publish)
  const archive = await shellOn('p17', `tar -C / -cz srv/web ${keyring.slice(1)} | base64`)
  await shellOn('xps', `base64 -d <<< '${archive}' | tar -C / -xz`)
  await Promise.all(hosts.map((host) => shellOn(host, serve)))
  await shellOn(
    'p17',
    `printf 'deb [signed-by=${keyring}] %s\\n' '${mirrors.p17} stable main contrib' '${mirrors.p17} trixie-backports main' '${security} trixie-security main' > /etc/apt/sources.list
     apt-get -q update; apt-get -q -y install contrib-tool base-tool/trixie-backports`,
  )
}

/** What xps has of it alone: the main component of the release. */
export const baseAlone = `printf 'Types: deb\\nURIs: ${mirrors.xps}/\\nSuites: trixie\\nComponents: main\\nSigned-By: ${keyring}\\n' > ${parts}/debian.sources; apt-get -q update`
