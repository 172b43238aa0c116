/** Files in /etc that nobody has decided on, and both versions of each. */
import type { LookSide } from '../../src-main/contract/look.ts'
import type { Question } from '../../src-main/contract/preview.ts'
import { wizardPages } from '../../src-main/contract/wizard-page.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'

function file(path: string, reason: string, more: Partial<Question> = {}): Question {
  return {
    id: `etc:${path}`,
    stepId: stepIds.etc,
    form: 'rule',
    pageId: wizardPages.etc.id,
    title: `/etc${path}`,
    subject: { kind: 'etc-file', path },
    group: `/etc${path.slice(0, path.lastIndexOf('/'))}`,
    reason,
    choices: [
      {
        id: 'always',
        label: 'Always copy',
        word: 'Always',
        effect: 'At every switch the version of the laptop that is left is copied.',
        meaning: 'change',
        bulk: more.secret !== true,
      },
      {
        id: 'never',
        label: 'Never copy',
        word: 'Never',
        effect: 'Each laptop keeps its own.',
        meaning: 'keep',
        bulk: true,
      },
      {
        id: 'later',
        label: 'Decide later',
        word: 'Later',
        effect: 'Stays as it is on both laptops this time.',
        meaning: 'later',
        bulk: true,
      },
    ],
    safeDefault: 'later',
    required: false,
    secret: false,
    canLook: true,
    ...more,
  }
}

export const etcQuestions: Question[] = [
  file('/sysctl.d/60-dev.conf', '5 lines differ', {
    suggestion: {
      choice: 'always',
      why: 'No device names, addresses or secrets in it, and the other 4 files in /etc/sysctl.d have this rule.',
      bulk: true,
    },
  }),
  file('/wireguard/wg-office.conf', 'New from P17', {
    secret: true,
    suggestion: { choice: 'never', why: 'It holds a private key.', bulk: false },
  }),
  file('/default/keyboard', '1 line differs', {
    suggestion: { choice: 'always', why: 'Both laptops have the same keyboard layout to choose from.', bulk: true },
  }),
  file('/NetworkManager/system-connections/Home.nmconnection', 'New from P17', { secret: true }),
  file('/ssh/sshd_config.d/50-keys.conf', 'New from P17'),
  file('/fstab', 'Disk UUIDs'),
  file('/docker/daemon.json', '2 lines differ'),
  file('/sysctl.d/99-quic.conf', 'New from P17'),
]

const text = (contents: string, changedAt = '2026-11-12T09:12:00.000Z'): LookSide => ({
  kind: 'text',
  text: contents,
  mode: '0644',
  owner: 'root',
  changedAt,
  bytes: contents.length,
})

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
      return { from: text(wouldBe), to: text(now) }
    case 'etc:/wireguard/wg-office.conf':
      return { from: text(wireguard), to: { kind: 'absent' } }
    case 'etc:/fstab':
      return {
        from: {
          kind: 'opaque',
          sha256: 'a3'.repeat(32),
          mode: '0644',
          owner: 'root',
          changedAt: '2026-11-01T08:00:00.000Z',
          bytes: 2_412_000,
        },
        to: { kind: 'link', target: '/run/fstab' },
      }
    default:
      return { from: text('first line\nsecond line, new\n'), to: text('first line\nsecond line\n') }
  }
}
