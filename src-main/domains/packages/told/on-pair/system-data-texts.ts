/** What is said of what people have outside of home folders, and how it is carried by hand. */
import { countOf } from '../../../../kernel/units.ts'
import { firstOf } from '../../on-pair/apps/texts.ts'
import type { SystemDataKind } from '../verbs.ts'
import type { ToldData } from './compare-system-data.ts'

const kinds: Readonly<Record<SystemDataKind, string>> = {
  postgresql: 'PostgreSQL',
  mariadb: 'MariaDB',
  mysql: 'MySQL',
  service: 'data of a service',
  files: 'files',
  crontab: 'crontab',
  linger: 'lingering',
  group: 'groups',
  network: 'Wi-Fi and VPN',
  wireguard: 'WireGuard',
  openvpn: 'OpenVPN',
  printer: 'printers',
  bluetooth: 'Bluetooth',
  'samba-share': 'shared folders',
  'samba-account': 'Samba',
  certificate: 'certificates',
  font: 'fonts',
}

const carry = (before: string, after: string): string => `Before the switch: ${before}. After it, there: ${after}`

/** Owners are kept by name. */
function carryAsFiles(place: string): string {
  const archive = `~/${place.slice(place.lastIndexOf('/') + 1)}.tar.gz`
  return carry(`sudo tar -czf ${archive} -C / ${place.slice(1)}`, `sudo tar -xzf ${archive} -C /`)
}

type Detail = (one: Pick<ToldData, 'place'>, names: readonly string[]) => string

const details: Readonly<Record<SystemDataKind, Detail>> = {
  postgresql: () => carry('sudo -u postgres pg_dumpall > ~/postgresql.sql', 'sudo -u postgres psql < ~/postgresql.sql'),
  mariadb: () => carry('sudo mariadb-dump --all-databases > ~/mariadb.sql', 'sudo mariadb < ~/mariadb.sql'),
  mysql: () => carry('sudo mysqldump --all-databases > ~/mysql.sql', 'sudo mysql < ~/mysql.sql'),
  service: ({ place }) => `With its service stopped on both laptops. ${carryAsFiles(place)}`,
  files: ({ place }) => carryAsFiles(place),
  crontab: () => `${carry('crontab -l > ~/crontab.txt', 'crontab ~/crontab.txt')}. With sudo for those of root`,
  linger: (_one, [account = '']) => `There: sudo loginctl enable-linger ${account}`,
  group: (_one, names) => `There: sudo usermod --append --groups ${names.join(',')} "$USER"`,
  network: () => 'Connect to them there once: passwords of networks stay on their laptop',
  wireguard: () => 'Each laptop needs a key of its own: make one there with wg genkey',
  openvpn: ({ place }) => carryAsFiles(place),
  printer: () => 'Add them there in the settings, or with lpadmin',
  bluetooth: () => 'Pair them there too: each laptop has its own pairings',
  'samba-share': () => 'Share them there with net usershare add: net usershare info says how they are shared',
  'samba-account': (_one, [account = '']) => `There: sudo smbpasswd -a ${account}`,
  certificate: () => `Copy them to the same folder there, then: sudo update-ca-certificates`,
  font: () => 'Copy them there, or move them to ~/.local/share/fonts, which is copied',
}

const namesOf = ({ parts = [] }: ToldData): readonly string[] => parts.map(({ name }) => name)

/** What is named in the command anyway. */
const inCommand: ReadonlySet<SystemDataKind> = new Set<SystemDataKind>(['linger', 'group', 'samba-account'])

function detail(one: ToldData): string {
  const names = namesOf(one)
  const named = names.length === 0 || inCommand.has(one.of) ? '' : `${firstOf(names)}. `
  const onBoth = one.isOnBoth === true ? 'Both laptops have some, and nobody compared it. ' : ''
  return `${named}${onBoth}${details[one.of](one, names)}`
}

const counted = ({ length }: readonly ToldData[]): string => countOf(length, 'place')

export const systemData = {
  ...{ title: 'Outside of home folders', kinds, detail, counted, what: counted },
  shown: (one: ToldData): string => {
    const names = namesOf(one)
    return names.length === 0 ? one.place : `${one.place}: ${firstOf(names)}`
  },
  inPlan: (all: readonly ToldData[]): string => `${counted(all)} outside of home folders not copied`,
  summaryOf: (all: readonly ToldData[], from: string): string =>
    `What ${from} has in ${counted(all)} is not copied. It can be carried by hand`,
  onSide: (all: readonly ToldData[], label: string): string => `${counted(all)} on ${label}`,
  nothingDone: (label: string): string => `Nothing outside of home folders was copied to ${label}`,
  rule: 'Data of services, and settings of one laptop, are not copied',
} as const
