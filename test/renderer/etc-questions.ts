/** Files in /etc that nobody has decided on, and both versions of each. */
import type { LookSide } from '../../src-main/contract/look.ts'
import type { Question } from '../../src-main/contract/preview.ts'
import { oneOf, oneOfKind, recordedAnswer, recordedPlan } from './recorded.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'

const recorded = recordedPlan('the first plan').previews[stepIds.etc]?.questions ?? []
const plain = oneOf(
  'a file without a suggestion',
  recorded,
  ({ secret, suggestion }) => !secret && suggestion === undefined,
)
const suggested = oneOf('a file with a suggestion', recorded, ({ suggestion }) => suggestion !== undefined)
const secret = oneOf('a secret file', recorded, (question) => question.secret)

const ofNoPackage = ({ package: _, ...question }: Question): Question => question

/** Another file, asked about as a recorded one was. */
function file(path: string, like: Question, reason: string): Question {
  return {
    ...ofNoPackage(like),
    id: `etc:${path}`,
    title: `/etc${path}`,
    subject: { kind: 'etc-file', path },
    group: `/etc${path.slice(0, path.lastIndexOf('/'))}`,
    reason,
  }
}

const newerAt = '2026-11-18T17:40:00.000Z'

export const etcQuestions: readonly Question[] = [
  {
    ...file('/sysctl.d/60-dev.conf', suggested, '5 lines differ'),
    versions: [
      { laptop: 'P17', what: '300 bytes', at: newerAt, isNewer: true },
      { laptop: 'XPS 13', what: '174 bytes', at: '2026-11-12T09:12:00.000Z', isNewer: false },
    ],
  },
  file('/office-vpn/wg-office.conf', secret, 'New from P17'),
  file('/default/keyboard', suggested, '1 line differs'),
  file('/msmtprc', secret, 'New from P17'),
  file('/ssh/sshd_config.d/50-keys.conf', plain, 'New from P17'),
  file('/geoip/city.mmdb', plain, 'A file on one laptop, a link or folder on the other'),
  file('/docker/daemon.json', plain, '2 lines differ'),
  file('/sysctl.d/99-quic.conf', suggested, 'New from P17'),
]

const sidesOf = (about: string): readonly LookSide[] => Object.values(recordedAnswer('switchLook', about))
const recordedText = oneOfKind('text', sidesOf('a file that differs'))
const recordedAbsent = oneOfKind('absent', sidesOf('a file that only P17 has'))

const text = (contents: string, changedAt = '2026-11-12T09:12:00.000Z'): LookSide => ({
  ...recordedText,
  text: contents,
  changedAt,
  bytes: contents.length,
})

/** As many as a laptop has that was set up by hand: some that hold a secret, some with a suggestion. */
export const manyEtcQuestions = (count: number): readonly Question[] =>
  Array.from({ length: count }, (_, index) => {
    const folder = manyFolders[index % manyFolders.length] ?? ''
    const like = index % 60 === 7 ? secret : index % 5 < 3 ? suggested : plain
    const path =
      index === 11 ? '/nanorc' : `${folder}/${String(10 + index)}-${manyNames[index % manyNames.length] ?? ''}`
    const owner = manyPackages[index % manyFolders.length]
    const belongs = owner === undefined ? {} : { package: owner }
    return {
      ...file(path, like, index % 3 === 0 ? 'New from P17' : `${String(1 + (index % 9))} lines differ`),
      ...belongs,
    }
  }).toSorted((a, b) => (a.title < b.title ? -1 : 1))

const manyFolders = [
  '/apt/preferences.d',
  '/default',
  '/modprobe.d',
  '/NetworkManager/conf.d',
  '/profile.d',
  '/security',
  '/skel/.config',
  '/ssh/sshd_config.d',
  '/sysctl.d',
  '/systemd/system',
  '/udev/rules.d',
  '/X11/xorg.conf.d',
]
/** In the same order: of some folders several packages have a part, of some none. */
const manyPackages = [
  'apt',
  undefined,
  'kmod',
  'network-manager',
  undefined,
  'libpam-modules',
  undefined,
  'openssh-server',
  'procps',
  'systemd',
  'udev',
  'xserver-xorg',
]
const manyNames = [
  'laptop.conf',
  'local.conf',
  'devices.rules',
  'power.conf',
  'keyboard',
  'network.conf',
  'limits.conf',
]

const now = `# File watching and containers
fs.inotify.max_user_watches = 524288
fs.inotify.max_queued_events = 65536

# Prefer RAM over swap
vm.swappiness = 10
vm.max_map_count = 262144
`
const wouldBe = `# File watching and containers
fs.inotify.max_user_watches = 1048576
fs.inotify.max_user_instances = 1024
fs.inotify.max_queued_events = 65536

# Prefer RAM over swap
vm.swappiness = 10
vm.max_map_count = 1048576

# Larger UDP buffers for QUIC
net.core.rmem_max = 7500000
net.core.wmem_max = 7500000
`
const wireguard = `[Interface]
PrivateKey = not-a-real-key-4f1c9a77
Address = 10.8.0.3/24

[Peer]
Endpoint = vpn.example.org:51820
`

export function lookAt(questionId: string): { readonly from: LookSide; readonly to: LookSide } {
  switch (questionId) {
    case 'etc:/sysctl.d/60-dev.conf':
      return { from: text(wouldBe, newerAt), to: text(now) }
    case 'etc:/office-vpn/wg-office.conf':
      return { from: text(wireguard), to: recordedAbsent }
    case 'etc:/geoip/city.mmdb':
      return {
        from: {
          kind: 'opaque',
          sha256: 'a3'.repeat(32),
          mode: '0644',
          owner: 'root',
          changedAt: '2026-11-01T08:00:00.000Z',
          bytes: 2_412_000,
        },
        to: { kind: 'link', target: '/run/city.mmdb' },
      }
    default:
      return { from: text('first line\nsecond line, new\n'), to: text('first line\nsecond line\n') }
  }
}
