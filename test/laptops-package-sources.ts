/** A package source with a key of its own, which the source laptop has. */
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { apt } from './laptops-lived-on.ts'

export const address = 'http://localhost:8099'
/** Its address and suite. */
export const tools = `${address}/tools stable`

/** `archive FOLDER "NAME VERSION DEPENDS" …` makes an unsigned one. */
const makeArchive = `
  archive() {
    mkdir -p $1/dists/stable/main/binary-amd64 /tmp/vendor/DEBIAN; cd $1; shift
    for one in "$@"; do set -- $one
      printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: V <v@example.invalid>\\nDepends: %s\\nDescription: of a vendor\\n' $1 $2 $3 > /tmp/vendor/DEBIAN/control
      deb=$1_$2.deb; dpkg-deb --root-owner-group -b /tmp/vendor $deb >&2
      dpkg-deb -f $deb; printf 'Filename: %s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -c 1-64)
    done > dists/stable/main/binary-amd64/Packages
    cd dists/stable; file=main/binary-amd64/Packages
    printf 'Origin: Vendor\\nSuite: stable\\nCodename: stable\\nArchitectures: amd64\\nComponents: main\\nDate: %s\\nSHA256:\\n %s %s %s\\n' \\
      "$(date -uR | sed 's/+0000/UTC/')" $(sha256sum $file | cut -c 1-64) $(stat -c %s $file) $file > Release
  }`

/** An archive with a key of its own, which a web server on either laptop has; its packages need one of the practice's own. */
const publish = `
  ${makeArchive}; archive /srv/web/tools "vendor-tool 1.0 vendor-lib" "vendor-lib 1.0 practice-lib"
  export GNUPGHOME=$(mktemp -d); gpg="gpg --batch --quiet --passphrase="
  $gpg --quick-generate-key 'Vendor of tools <tools@example.invalid>' ed25519 sign never
  $gpg --clearsign --output InRelease Release; $gpg --export > /usr/share/keyrings/vendor-tools.gpg
  $gpg --quick-generate-key 'Somebody else <else@example.invalid>' ed25519 sign never
  $gpg --export else@example.invalid > /usr/share/keyrings/vendor-else.gpg; gpgconf --kill all; rm -rf "$GNUPGHOME"`
/** Who gives it alone is shown what is in /srv/web/private. */
export const password = 'planted-password'
const login = Buffer.from(`alice:${password}`).toString('base64')
export const serve = `systemd-run --quiet --unit=vendor-web /usr/lib/pc-switcher/node -e '
  const { createReadStream, existsSync } = require("node:fs")
  require("node:http").createServer((request, response) => {
    const file = "/srv/web" + request.url
    const isShown = !file.includes("/private/") || request.headers.authorization === "Basic ${login}"
    if (!isShown) return response.writeHead(401, { "WWW-Authenticate": "Basic" }).end()
    if (!existsSync(file)) return response.writeHead(404).end()
    createReadStream(file).pipe(response)
  }).listen(8099, "127.0.0.1")'
  until (: < /dev/tcp/127.0.0.1/8099) 2>/dev/null; do sleep 0.1; done`
export const sourcesFile = '/etc/apt/sources.list.d/vendor.sources'
export const useTools = `printf 'Types: deb\\nURIs: ${address}/tools/\\nSuites: stable\\nComponents: main\\nSigned-By: /usr/share/keyrings/vendor-tools.gpg\\n' > ${sourcesFile}`

/** Of p17 alone: a source that wants a password, with a package of it. */
export const usePrivate = `${makeArchive}; archive /srv/web/private "private-tool 1.0 practice-lib"
  echo 'deb [trusted=yes] http://alice:${password}@localhost:8099/private stable main' > /etc/apt/sources.list.d/more.list
  apt-get -q update; ${apt} install private-tool`

/** A web server on either laptop has it; p17 uses it, and has a package of it. */
export async function useSource(hosts: readonly Host[]): Promise<void> {
  await shellOn('p17', publish)
  const archive = await shellOn('p17', 'tar -C /srv -cz web | base64')
  await shellOn('xps', `base64 -d <<< '${archive}' | tar -C /srv -xz`)
  await Promise.all(hosts.map((host) => shellOn(host, serve)))
  await shellOn('p17', `${useTools}; apt-get -q update; ${apt} install vendor-tool`)
}
