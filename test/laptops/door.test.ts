import { beforeAll, describe, expect, it } from 'vitest'
import { execOn } from '../../practice/pair.ts'
import { peerAlias } from '../../src-main/commons/transfers/known-hosts.ts'
import { shellOn, startAgents } from '../laptops-agents.ts'
import { openTransfer } from '../../src-main/commons/transfers/verbs.ts'
import { testPair } from '../laptops-pair.ts'

const app = '/var/lib/pc-switcher/app'
const ssh = [
  'timeout',
  '10',
  'ssh',
  '-F',
  'none',
  '-l',
  'pc-switcher',
  '-i',
  `${app}/id_ed25519`,
  '-o',
  'IdentitiesOnly=yes',
  '-o',
  'BatchMode=yes',
  '-o',
  `UserKnownHostsFile=${app}/known_hosts`,
  '-o',
  `HostKeyAlias=${peerAlias}`,
  '-o',
  'StrictHostKeyChecking=yes',
  '-o',
  'ExitOnForwardFailure=yes',
] as const

let address = ''
/** What the other laptop's key can do, as alice on p17 against xps. */
const knock = (options: readonly string[], ...command: string[]) =>
  execOn('p17', [...ssh, ...options, address, ...command], { name: testPair, user: 'alice', input: '' })

async function freshTicket(): Promise<string> {
  const agents = await startAgents()
  try {
    return (await agents.to.call(openTransfer, { area: 'home' })).ticket
  } finally {
    agents.close()
  }
}

/** Changes the one ticket that lies on xps. */
const editTicket = (change: string) =>
  shellOn(
    'xps',
    `cd /run/pc-switcher/tickets; /usr/lib/pc-switcher/node -e '
    const fs = require("fs"); const [file] = fs.readdirSync("."); const ticket = JSON.parse(fs.readFileSync(file)); ${change}
    fs.writeFileSync(file, JSON.stringify(ticket))'`,
  )

describe('the door', () => {
  beforeAll(async () => {
    address = (await shellOn('p17', "getent hosts xps | cut -d' ' -f1")).trim()
  })

  it('starts the agent, which ends when its input ends', async () => {
    expect(await knock([], 'agent')).toMatchObject({ exitCode: 0 })
  })

  it('starts nothing else, and says so in one line', async () => {
    const others = [
      '',
      'id',
      'agent; id',
      ' agent',
      'agent\n',
      'agent x',
      'ticket',
      'ticket ../../etc/passwd',
      `ticket ${'a'.repeat(63)}`,
      `ticket ${'A'.repeat(64)}`,
      'rsync --server . /',
    ]
    for (const command of others) {
      const { exitCode, stdout, stderr } = await knock([], command)
      expect([command, exitCode, stdout]).toEqual([command, 64, ''])
      expect(
        stderr
          .trim()
          .split('\n')
          .filter((line) => line.startsWith('pc-switcher: ')),
      ).toHaveLength(1)
    }
  })

  it('gives no terminal, no file transfer, no way out or in but to the port of the sync', async () => {
    expect((await knock(['-tt'], 'agent')).stderr).toMatch(/PTY allocation request failed/)
    expect((await knock(['-s'], 'sftp')).exitCode).toBe(64)
    expect((await knock(['-N', '-R', '47999:127.0.0.1:22'])).stderr).toMatch(/remote port forwarding failed/)
    expect((await knock(['-N', '-R', '/tmp/socket:127.0.0.1:22'])).stderr).toMatch(/remote port forwarding failed/)
    expect((await knock(['-W', '127.0.0.1:22'])).stderr).toMatch(/administratively prohibited|open failed/)
    expect((await knock(['-W', '127.0.0.1:22001'])).stderr).toMatch(/Connection refused|^$/)
    expect((await knock(['-A', '-X'], 'agent')).exitCode).toBe(0)
  })

  it('lets the account in with this key alone', async () => {
    const password = await execOn(
      'p17',
      [
        'ssh',
        '-F',
        'none',
        '-o',
        'PubkeyAuthentication=no',
        '-o',
        'BatchMode=yes',
        '-o',
        'StrictHostKeyChecking=no',
        '-o',
        'UserKnownHostsFile=/dev/null',
        `pc-switcher@${address}`,
        'agent',
      ],
      { name: testPair },
    )
    expect(password.stderr).toMatch(/Permission denied \(publickey\)/)
    const settings = await shellOn('xps', 'sshd -T -C user=pc-switcher,host=x,addr=1.2.3.4')
    for (const line of [
      'authorizedkeysfile /etc/pc-switcher/authorized_keys',
      'authenticationmethods publickey',
      'passwordauthentication no',
      'kbdinteractiveauthentication no',
      'forcecommand exec /usr/bin/sudo -n /usr/lib/pc-switcher/door',
      'permittty no',
      'allowtcpforwarding local',
      'permitopen 127.0.0.1:22001',
      'permitlisten none',
      'allowstreamlocalforwarding no',
      'permittunnel no',
      'permituserrc no',
      'acceptenv none',
      'authorizedkeyscommand none',
    ]) {
      expect(settings.split('\n')).toContain(line)
    }
  })

  it('changes nothing for other accounts', async () => {
    const settings = await shellOn('xps', 'sshd -T -C user=alice,host=x,addr=1.2.3.4')
    expect(settings).not.toMatch(/^forcecommand exec/m)
    expect(settings).toMatch(/^permittty yes$/m)
  })

  it('lets the account start the door as root and nothing else', async () => {
    expect(await shellOn('xps', 'visudo -cq; sudo -l -U pc-switcher | tail -n 1')).toMatch(
      /^\s*\(root : root\) NOSETENV: NOPASSWD: \/usr\/lib\/pc-switcher\/door ""$/m,
    )
    const asAccount = (command: string) =>
      execOn('xps', ['setpriv', '--reuid=pc-switcher', '--regid=pc-switcher', '--clear-groups', 'sh', '-c', command], {
        name: testPair,
      })
    expect((await asAccount('sudo -n id')).exitCode).not.toBe(0)
    expect((await asAccount('sudo -n /usr/lib/pc-switcher/door x')).exitCode).not.toBe(0)
    expect((await asAccount('sudo -n NODE_OPTIONS=--require=/tmp/x /usr/lib/pc-switcher/door')).exitCode).not.toBe(0)
    expect(
      (await asAccount('SSH_ORIGINAL_COMMAND=x NODE_OPTIONS=--bad sudo -n /usr/lib/pc-switcher/door')).exitCode,
    ).toBe(64)
    expect((await asAccount('ls /run/pc-switcher; ls /var/lib/pc-switcher/root')).stdout).toBe('')
  })

  it('refuses a ticket that it does not know', async () => {
    expect(await knock([], `ticket ${'0'.repeat(64)}`)).toMatchObject({ exitCode: 77, stdout: '' })
  })

  it('takes a ticket once', async () => {
    const secret = await freshTicket()
    // rsync's daemon greets first.
    expect((await knock([], `ticket ${secret}`)).stdout).toMatch(/^@RSYNCD: /)
    expect(await knock([], `ticket ${secret}`)).toMatchObject({ exitCode: 77, stdout: '' })
  })

  it('refuses a ticket whose time is over, or of an earlier start of the laptop, and takes it away', async () => {
    for (const change of [
      'ticket.expiresAtUptimeSeconds = 1',
      'ticket.bootId = "00000000-0000-0000-0000-000000000000"',
      'ticket.argv = []',
    ]) {
      const secret = await freshTicket()
      await editTicket(change)
      expect(await knock([], `ticket ${secret}`)).toMatchObject({ exitCode: 77, stdout: '' })
      expect(await shellOn('xps', 'ls /run/pc-switcher/tickets')).toBe('')
    }
  })
})
