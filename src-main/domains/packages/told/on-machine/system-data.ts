/**
 * What people have outside of home folders and of /etc, and no part of a switch carries: a table of places, each with what in it a
 * person made. What a fresh package brings is none.
 */
import { createHash } from 'node:crypto'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { toPlainLine } from '../../../../kernel/terminal-characters.ts'
import { mostParts, type SystemData, type SystemDataKind } from '../verbs.ts'
import { lookBounded, type BoundedLook } from './look-bounded.ts'

interface Place {
  readonly of: SystemDataKind
  /** Below the root. */
  readonly place: BytePath
  readonly isHere?: (look: BoundedLook) => boolean
  /** Paths of what a person made: nobody compares it. */
  readonly own?: (look: BoundedLook, place: BytePath, account: string) => readonly BytePath[]
  /** Below as many bytes nothing was made yet. */
  readonly leastBytes?: number
  /** By name what there is, where the same on both laptops can be told. */
  readonly parts?: (look: BoundedLook, place: BytePath, account: string) => readonly Part[]
}

type Own = NonNullable<Place['own']>
type Parts = NonNullable<Place['parts']>
type Part = NonNullable<SystemData['parts']>[number]

/** All that is in it, but for empty folders. */
const all: Own = allBut(/^lost\+found$/)

function allBut(fresh: RegExp): Own {
  return (look, place) =>
    look.names(place).flatMap(({ name, isFolder }) => {
      const below = `${place}/${name}`
      return fresh.test(name) || (isFolder && look.names(below).length === 0) ? [] : [below]
    })
}

function allIn(...folders: readonly string[]): Own {
  return (look, place) => folders.flatMap((folder) => allBut(/^\./)(look, `${place}/${folder}`, ''))
}

/** PostgreSQL numbers what a person makes from here on (FirstNormalObjectId); its own three databases are below. */
const firstOwnNumber = 16_384

/** Of all clusters: databases, what was made in those that each has, and tablespaces. */
function postgresData(look: BoundedLook, place: BytePath): readonly BytePath[] {
  const numbered = (folder: BytePath) =>
    look.names(folder).filter(({ name }) => Number(/^\d+/.exec(name)?.[0] ?? 0) >= firstOwnNumber)
  const folders = (around: BytePath) =>
    look.names(around).flatMap((one) => (one.isFolder ? `${around}/${one.name}` : []))
  return folders(place)
    .flatMap(folders)
    .flatMap((cluster) => [
      ...numbered(`${cluster}/base`).map(({ name }) => `${cluster}/base/${name}`),
      ...folders(`${cluster}/base`).filter((database) => !isNumbered(database) && numbered(database).length > 0),
      ...numbered(`${cluster}/pg_tblspc`).map(({ name }) => `${cluster}/pg_tblspc/${name}`),
    ])
}

function isNumbered(database: BytePath): boolean {
  return Number(database.slice(database.lastIndexOf('/') + 1)) >= firstOwnNumber
}

/** Of MariaDB alone: MySQL has another program for it. */
const mariadbDump = 'usr/bin/mariadb-dump'

function isMariadb(look: BoundedLook): boolean {
  return look.measure([mariadbDump]) !== 0
}

/** A folder for each database; `mysql` has the accounts. */
function mysqlData(look: BoundedLook, place: BytePath): readonly BytePath[] {
  const isOwn = (name: string) => !/^(?:mysql|performance_schema|sys|lost\+found|[#.].*)$/.test(name)
  return look.names(place).flatMap(({ name, isFolder }) => (isFolder && isOwn(name) ? [`${place}/${name}`] : []))
}

/** Pages that Debian and Ubuntu put there: of nginx and lighttpd by name, of Apache by what it says. */
function webPages(look: BoundedLook, place: BytePath): readonly BytePath[] {
  const pages = `${place}/html`
  const isApaches = (page: BytePath) => /Apache2 (?:Debian|Ubuntu) Default Page/.test(look.read(page) ?? '')
  const inPages = allBut(/^index\.(?:nginx-debian|lighttpd)\.html$/)(look, pages, '')
  return [
    ...allBut(/^html$/)(look, place, ''),
    ...inPages.filter((page) => page !== `${pages}/index.html` || !isApaches(page)),
  ]
}

const named =
  (isPart: RegExp, ...folders: readonly string[]): Parts =>
  (look, place) =>
    ['', ...folders.map((folder) => `/${folder}`)].flatMap((folder) =>
      look.names(`${place}${folder}`).flatMap(({ name, isFolder }) => {
        const found = isFolder ? undefined : isPart.exec(name)?.[1]
        return found === undefined ? [] : [{ name: found }]
      }),
    )

/** By what is in them as well, without comments: crontab(1) writes the time into one. */
const compared =
  (isPart: RegExp): Parts =>
  (look, place) =>
    look.names(place).flatMap(({ name, isFolder }) => {
      const text = isFolder || !isPart.test(name) ? undefined : look.read(`${place}/${name}`)
      if (text === undefined) return []
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
      return lines.length === 0 ? [] : [{ name, sum: createHash('sha256').update(lines.join('\n')).digest('hex') }]
    })

/** What cron and the like wrote to the person. */
function mailOf(look: BoundedLook, place: BytePath, account: string): readonly BytePath[] {
  const box = `${place}/${account}`
  return look.measure([box]) === 0 ? [] : [box]
}

function lingering(look: BoundedLook, place: BytePath, account: string): readonly Part[] {
  return look.names(place).some(({ name }) => name === account) ? [{ name: account }] : []
}

function fonts(look: BoundedLook, place: BytePath): readonly Part[] {
  return all(look, place, '').map((below) => ({ name: below.slice(place.length + 1) }))
}

function groupsOf(look: BoundedLook, place: BytePath, account: string): readonly Part[] {
  return (look.read(place) ?? '').split('\n').flatMap((line) => {
    const [name = '', , , members = ''] = line.split(':')
    return name !== account && members.split(',').includes(account) ? [{ name }] : []
  })
}

/** Without those that cups-browsed finds by itself. */
function printers(look: BoundedLook, place: BytePath): readonly Part[] {
  const blocks = (look.read(place) ?? '').matchAll(/<(?:Default)?Printer ([^>\n]+)>([^]*?)<\/(?:Default)?Printer>/g)
  return [...blocks].flatMap(([, name = '', text = '']) => (/^DeviceURI implicitclass:/m.test(text) ? [] : [{ name }]))
}

/** Below each adapter those with a key: others were only seen. */
function bluetoothDevices(look: BoundedLook, place: BytePath): readonly Part[] {
  const address = /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/
  const adapters = look.names(place).filter(({ name }) => address.test(name))
  return adapters.flatMap((adapter) =>
    look.names(`${place}/${adapter.name}`).flatMap(({ name }) => {
      const info = address.test(name) ? look.read(`${place}/${adapter.name}/${name}/info`) : undefined
      return info === undefined || !/^\[\w*Key\]/m.test(info) ? [] : [{ name: /^Name=(.+)$/m.exec(info)?.[1] ?? name }]
    }),
  )
}

/** Samba's accounts are in a TDB, under such a key with a NUL behind it (passdb/pdb_tdb.c). */
function sambaAccount(look: BoundedLook, place: BytePath, account: string): readonly Part[] {
  return look.read(place)?.includes(`USER_${account.toLowerCase()}\0`) === true ? [{ name: account }] : []
}

const services: readonly Place[] = [
  { of: 'service', place: 'var/lib/redis', own: all, leastBytes: 256 },
  { of: 'service', place: 'var/lib/valkey', own: all, leastBytes: 256 },
  { of: 'service', place: 'var/lib/prometheus', own: allIn('metrics2') },
  { of: 'service', place: 'var/lib/incus', own: allIn('containers', 'virtual-machines') },
  { of: 'service', place: 'var/snap/lxd/common/lxd', own: allIn('containers', 'virtual-machines') },
  ...[
    ...['mongodb', 'couchdb', 'elasticsearch', 'opensearch', 'neo4j', 'clickhouse', 'influxdb', 'ldap', 'grafana'],
    ...['gitea', 'forgejo', 'jellyfin', 'plexmediaserver', 'waydroid', 'lxc', 'machines', 'rancher/k3s/storage'],
  ].map((name): Place => ({ of: 'service', place: `var/lib/${name}`, own: allBut(/^\./) })),
  { of: 'service', place: 'usr/share/ollama/.ollama/models', own: all },
]

const places: readonly Place[] = [
  { of: 'postgresql', place: 'var/lib/postgresql', own: postgresData },
  { of: 'mariadb', place: 'var/lib/mysql', isHere: isMariadb, own: mysqlData },
  { of: 'mysql', place: 'var/lib/mysql', isHere: (look) => !isMariadb(look), own: mysqlData },
  ...services,
  { of: 'files', place: 'srv', own: all },
  { of: 'files', place: 'var/www', own: webPages },
  { of: 'files', place: 'root', own: allBut(/^(?:\..*|snap)$/) },
  { of: 'files', place: 'var/mail', own: mailOf },
  { of: 'crontab', place: 'var/spool/cron/crontabs', parts: compared(/./) },
  { of: 'linger', place: 'var/lib/systemd/linger', parts: lingering },
  { of: 'group', place: 'etc/group', parts: groupsOf },
  { of: 'network', place: 'etc/NetworkManager/system-connections', parts: named(/^(.+)\.nmconnection$/) },
  { of: 'wireguard', place: 'etc/wireguard', parts: named(/^(.+)\.conf$/) },
  { of: 'openvpn', place: 'etc/openvpn', parts: named(/^(.+)\.(?:conf|ovpn)$/, 'client', 'server') },
  { of: 'printer', place: 'etc/cups/printers.conf', parts: printers },
  { of: 'bluetooth', place: 'var/lib/bluetooth', parts: bluetoothDevices },
  { of: 'samba-share', place: 'var/lib/samba/usershares', parts: named(/^(.+)$/) },
  { of: 'samba-account', place: 'var/lib/samba/private/passdb.tdb', parts: sambaAccount },
  { of: 'certificate', place: 'usr/local/share/ca-certificates', parts: compared(/\.crt$/) },
  { of: 'font', place: 'usr/local/share/fonts', parts: fonts },
]

/** In the order of the table. `account`: the person's. `root`: "/", but for tests. */
export function readSystemData(account: string, root = '/'): readonly SystemData[] {
  const look = lookBounded(root)
  return places.flatMap((place) => {
    if (place.isHere?.(look) === false) return []
    const found = place.parts === undefined ? wholeOf(look, place, account) : partsOf(look, place, account)
    return found === undefined ? [] : [{ of: place.of, place: `/${place.place}`, ...found }]
  })
}

type Found = Pick<SystemData, 'bytes' | 'parts'>

/** What is behind a link is not looked at: it may be anywhere. */
function wholeOf(look: BoundedLook, { place, own, leastBytes = 0 }: Place, account: string): Found | undefined {
  if (look.isLink(place)) return {}
  const paths = own?.(look, place, account) ?? []
  if (paths.length === 0) return undefined
  const bytes = look.measure(paths)
  if (bytes === undefined) return {}
  return bytes < leastBytes ? undefined : { bytes }
}

function partsOf(look: BoundedLook, { place, parts }: Place, account: string): Found | undefined {
  const found = (parts?.(look, place, account) ?? []).slice(0, mostParts)
  const shown = found.map((part) => ({ ...part, name: toPlainLine(textFromBytePath(part.name)).slice(0, longestName) }))
  return shown.length === 0 ? undefined : { parts: shown }
}

const longestName = 255
