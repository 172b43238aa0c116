/** What sshd's settings say about who comes in: sshd_config(5), as `sshd -T -C user=…` prints it with Match blocks applied. */
import { BlockList, isIP } from 'node:net'
import { doorAccount } from '../../kernel/door-account.ts'
import { provenCiphers, sshAlgorithms } from '../../kernel/ssh-algorithms.ts'

export const doorProgram = '/usr/lib/pc-switcher/door'
export const agentProgram = '/usr/lib/pc-switcher/agent'

/** Values by keyword in small letters, in the order of the lines. */
export type SshdSettings = ReadonlyMap<string, readonly string[]>

/** Each pattern of a list is in a line of its own (OpenSSH 9.2 to 10.0). Undefined when it is not what sshd prints. */
export function parseSshdSettings(text: string): SshdSettings | undefined {
  if (!/^port \d+$/m.test(text)) return undefined
  const settings = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^\s*([a-z]+)[\s=]+(.*)$/i.exec(line) ?? []
    if (key !== '') settings.set(key.toLowerCase(), [...(settings.get(key.toLowerCase()) ?? []), value.trim()])
  }
  return settings
}

export interface ComingIn {
  readonly account: string
  /** Of the account. */
  readonly groups: readonly string[]
  /** Where it comes from, once that is known: then a pattern that is limited to other places does not mean it. */
  readonly address?: string | undefined
}

/** As sshd_config(5) spells it, with the value that keeps the account out. */
export interface SshdRefusal {
  readonly setting: string
  readonly value: string
}

/** In the order in which sshd decides: denied users, allowed users, denied groups, allowed groups. */
export function listRefusals(settings: SshdSettings, { account, groups, address }: ComingIn): readonly SshdRefusal[] {
  const patterns = (key: string) => (settings.get(key) ?? []).flatMap((value) => value.split(/\s+/))
  const [allowUsers, allowGroups] = [patterns('allowusers'), patterns('allowgroups')]
  const deniedUser = patterns('denyusers').find((pattern) => meansUser(pattern, { account, address }, 'denied'))
  const isInGroup = (pattern: string) => groups.some((group) => matches(group, pattern))
  const deniedGroup = patterns('denygroups').find(isInGroup)
  return [
    ...(deniedUser === undefined ? [] : [{ setting: 'DenyUsers', value: deniedUser }]),
    ...(allowUsers.length === 0 || allowUsers.some((pattern) => meansUser(pattern, { account, address }, 'allowed'))
      ? []
      : [{ setting: 'AllowUsers', value: allowUsers.join(' ') }]),
    ...(deniedGroup === undefined ? [] : [{ setting: 'DenyGroups', value: deniedGroup }]),
    ...(allowGroups.length === 0 || allowGroups.some(isInGroup)
      ? []
      : [{ setting: 'AllowGroups', value: allowGroups.join(' ') }]),
  ]
}

type Place = Pick<ComingIn, 'account' | 'address'>

/** `USER@HOST` is limited to a place. Of one that cannot be compared, whoever wrote it knows. */
function meansUser(pattern: string, { account, address }: Place, effect: 'allowed' | 'denied'): boolean {
  const [user = '', host] = pattern.split(/@(?=[^@]*$)/)
  if (!matches(account, user)) return false
  if (host === undefined || host === '*') return true
  if (address === undefined || !/^[\d.:a-f*?/]+$/i.test(host)) return effect === 'allowed'
  return host.includes('/') ? isInNetwork(address, host) : matches(address, host)
}

function isInNetwork(address: string, network: string): boolean {
  const [base = '', bits = ''] = network.split('/')
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(base) === 0 || isIP(base) !== isIP(address) || !/^\d+$/.test(bits)) return false
  const list = new BlockList()
  list.addSubnet(base, Number(bits), family)
  return list.check(address, family)
}

function matches(text: string, pattern: string): boolean {
  const expression = pattern
    .replaceAll('"', '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`).test(text)
}

type Fits = (values: readonly string[], settings: SshdSettings) => boolean
const words = (values: readonly string[]): readonly string[] => values.flatMap((value) => value.split(/[\s,]+/))
const has =
  (...wanted: readonly string[]): Fits =>
  (values) =>
    words(values).some((word) => wanted.includes(word))

/** What the account of the other laptop needs to be let in by our client, and once it is. A setting that this sshd does not print is not wrong. */
const needed: readonly (readonly [string, Fits])[] = [
  ['PubkeyAuthentication', has('yes')],
  ['PubkeyAcceptedAlgorithms', has('ssh-ed25519')],
  [
    'AuthenticationMethods',
    (values) => values.flatMap((value) => value.split(/\s+/)).some((way) => way === 'publickey' || way === 'any'),
  ],
  ['AuthorizedKeysFile', has('/etc/pc-switcher/authorized_keys')],
  ['ForceCommand', (values) => values.some((value) => value.includes(doorProgram))],
  ['DisableForwarding', has('no')],
  ['AllowTcpForwarding', has('yes', 'all', 'local')],
  ['PermitOpen', has('any', '127.0.0.1:22001')],
  ['KexAlgorithms', has(...sshAlgorithms.KexAlgorithms)],
  ['HostKeyAlgorithms', has(...sshAlgorithms.HostKeyAlgorithms)],
  ['Ciphers', has(...sshAlgorithms.Ciphers)],
  // A cipher that proves its own contents needs none.
  [
    'MACs',
    (values, settings) =>
      has(...sshAlgorithms.MACs)(values, settings) || has(...provenCiphers)(settings.get('ciphers') ?? [], settings),
  ],
]

/** Without these the agent is let in, and what a switch sends through a tunnel is not. */
const ofTunnel: readonly string[] = ['DisableForwarding', 'AllowTcpForwarding', 'PermitOpen']

/** Whether a refusal of the other laptop's account ends a switch that is under way there. */
export const isOfTunnel = ({ setting }: Pick<SshdRefusal, 'setting'>): boolean => ofTunnel.includes(setting)

/** Of the account of the other laptop, where pc-switcher is installed: whether the door is still what its key opens. */
export function doorRefusals(settings: SshdSettings): readonly SshdRefusal[] {
  return needed.flatMap(([setting, isFine]) => {
    const values = settings.get(setting.toLowerCase())
    return values === undefined || isFine(values, settings) ? [] : [{ setting, value: values.join(' ') }]
  })
}

export const doorComingIn = (address?: string): ComingIn => ({ account: doorAccount, groups: [doorAccount], address })

export interface SshdListening {
  /** Of those that the laptop can be reached by. */
  readonly addresses: readonly string[]
  readonly port: number
}

/** What it would listen on instead, when it could no longer be reached by that port from another laptop. */
export function listenRefusal(settings: SshdSettings, { addresses, port }: SshdListening): SshdRefusal | undefined {
  const all = settings.get('listenaddress') ?? []
  const isReached = all.some((value) => {
    const [, host = '', at = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(value) ?? []
    return Number(at) === port && (host === '0.0.0.0' || host === '::' || addresses.includes(host))
  })
  if (all.length === 0 || isReached) return undefined
  const isPort = !all.some((value) => value.endsWith(`:${port}`))
  return isPort
    ? { setting: 'Port', value: (settings.get('port') ?? []).join(' ') }
    : { setting: 'ListenAddress', value: all.join(' ') }
}

/** The first port of `sshd -T`. */
export function firstPort(settings: SshdSettings): number {
  return Number(settings.get('port')?.[0] ?? '22')
}
