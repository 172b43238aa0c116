/** What people and machines get wrong: a clear sentence, what to do next, a code of its own, and no change. */
import { afterAll, describe, expect, it } from 'vitest'
import { resetPair } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { errorOf, pcSwitcher, until } from '../laptops-product.ts'

/**
 * Changes something on a laptop for one test and puts it back, the app started anew both times. Both laptops have
 * to be the same after the test as before it.
 */
async function withChange(host: 'p17' | 'xps', change: string, back: string, test: () => Promise<void>): Promise<void> {
  const restart = async () => {
    await shellOn('p17', 'systemctl --user --machine=alice@.host restart pc-switcher.service')
    await until('the app answers', async () => (await pcSwitcher('p17', ['call', 'switch.state'])).exitCode === 0)
  }
  await shellOn(host, change)
  try {
    await restart()
    const before = await stateOfBoth()
    await test()
    expect(await stateOfBoth()).toEqual(before)
  } finally {
    await shellOn(host, back)
    await restart()
  }
}

const planError = async () => {
  const told = await pcSwitcher('p17', ['plan', '--to', 'xps'])
  return { ...errorOf(told), exitCode: told.exitCode }
}

/** Everything that a switch could change on xps, in one checksum; what the checks themselves read is not in it. */
const stateOf = (host: 'p17' | 'xps') =>
  shellOn(
    host,
    `{ find /etc /home /var/lib/libvirt/images /var/lib/dpkg/status -printf '%p %m %u %s %T@\\n'; ls /var/lib/pc-switcher/root/snapshots 2>/dev/null; } | grep -v '/home/alice/.cache' | sort | sha256sum`,
  )

const stateOfBoth = async () => [await stateOf('p17'), await stateOf('xps')]

afterAll(() => resetPair(testPair))

describe('words that are not known', () => {
  it.each([
    [['plan', '--to', 'thinkpad'], 'unknown-host'],
    [['plan', '--to', 'p17'], 'unknown-host'],
    [['plan'], 'invalid-input'],
    [['dance'], 'invalid-input'],
    [['plan', '--to', 'xps', '--fast'], 'invalid-input'],
    [['switch', '--to', 'xps', '--answers', '/nonexistent'], 'invalid-input'],
    [['etc', 'always', 'relative/path'], 'invalid-input'],
    [['etc', 'always', '/machine-id'], 'invalid-input'],
    [['etc', 'always', '/etc/machine-id'], 'invalid-input'],
  ] as const)('%j', async (args, code) => {
    const told = await pcSwitcher('p17', [...args])
    expect(errorOf(told)).toMatchObject({ code })
    expect(errorOf(told).hint).not.toBe('')
    expect(told.exitCode).toBe(2)
  })

  it('answers that the plan does not ask for', async () => {
    await shellOn('p17', `echo '{"home:nothing":"keep"}' > /tmp/unknown.json`)
    const told = await pcSwitcher('p17', ['switch', '--to', 'xps', '--yes', '--answers', '/tmp/unknown.json'])
    expect(errorOf(told)).toMatchObject({ code: 'invalid-input', details: 'home:nothing' })
  })
})

describe('an installation that is not right', () => {
  const app = '/var/lib/pc-switcher/app'

  it('another host key: refused, with what that may mean', async () => {
    const other = 'ssh-keygen -q -t ed25519 -N "" -f /tmp/other-key'
    const change = `cp -p ${app}/known_hosts /tmp/known_hosts; rm -f /tmp/other-key*; ${other}; sed -i "s# ssh-ed25519 .*# $(cut -d' ' -f1,2 /tmp/other-key.pub)#" ${app}/known_hosts`
    await withChange('p17', change, `cat /tmp/known_hosts > ${app}/known_hosts`, async () => {
      expect(await planError()).toMatchObject({ code: 'host-key-changed', exitCode: 1 })
    })
  })

  it('no rule for sudo', async () => {
    const rule = '/etc/sudoers.d/zz-pc-switcher-person'
    await withChange('p17', `mv ${rule} /tmp/rule`, `mv /tmp/rule ${rule}`, async () => {
      expect(await planError()).toMatchObject({ code: 'no-sudo' })
    })
  })

  it('a rule for sudo that is read after ours is named, and one that is read before takes nothing back', async () => {
    const write = (name: string) =>
      `echo 'alice ALL=(ALL:ALL) PASSWD: ALL' > /etc/sudoers.d/${name}; chmod 0440 /etc/sudoers.d/${name}`
    await shellOn('p17', write('standard'))
    try {
      expect(await pcSwitcher('p17', ['plan', '--to', 'xps'])).toMatchObject({ exitCode: 0 })
    } finally {
      await shellOn('p17', 'rm /etc/sudoers.d/standard')
    }
    await withChange('p17', write('zzz-last'), 'rm /etc/sudoers.d/zzz-last', async () => {
      expect(await planError()).toMatchObject({
        code: 'no-sudo',
        hint: expect.stringMatching(/visudo -f \/etc\/sudoers\.d\/zzz-last$/) as unknown,
      })
    })
  })

  it('an sshd that refuses the account there is named on both laptops, with what to do', async () => {
    const file = '/etc/ssh/sshd_config.d/50-only-me.conf'
    const refused = `XPS 13 refuses the account of pc-switcher: AllowUsers alice in ${file}.`
    const reload = 'systemctl reload ssh; sleep 0.5'
    await shellOn('xps', `echo AllowUsers alice > ${file}; ${reload}`)
    try {
      const told = await planError()
      expect(told).toMatchObject({
        code: 'not-paired',
        hint: expect.stringContaining('run "pc-switcher doctor"') as unknown,
      })
      expect(told.message).toMatch(/^(?:XPS 13|xps) refuses the account of pc-switcher/)
      const items = JSON.stringify((await pcSwitcher('xps', ['doctor'])).messages)
      expect(items).toContain(refused)
      expect(items).toContain('change that line')
    } finally {
      await shellOn('xps', `rm ${file}; ${reload}`)
    }
  })

  it('not paired, or paired by a file that cannot be read', async () => {
    await withChange(
      'p17',
      `mv ${app}/pairing.json /tmp/pairing.json`,
      `mv /tmp/pairing.json ${app}/pairing.json`,
      async () => {
        expect(await planError()).toMatchObject({ code: 'not-paired' })
      },
    )
    await withChange(
      'p17',
      `cp -p ${app}/pairing.json /tmp/pairing.json; echo '{"version":1' > ${app}/pairing.json`,
      `cat /tmp/pairing.json > ${app}/pairing.json`,
      async () => {
        expect(await planError()).toMatchObject({ code: 'invalid-configuration' })
      },
    )
  })

  it("the agent's configuration cannot be read", async () => {
    const file = '/etc/pc-switcher/machine.json'
    await withChange(
      'xps',
      `cp -p ${file} /tmp/machine.json; echo '{"version":7}' > ${file}`,
      `cat /tmp/machine.json > ${file}`,
      async () => {
        expect(await planError()).toMatchObject({ code: 'invalid-configuration' })
      },
    )
  })

  it('another build on the other laptop', async () => {
    const file = '/usr/lib/pc-switcher/agent.cjs'
    await withChange(
      'xps',
      `cp -p ${file} /tmp/agent.cjs; echo '// another build' >> ${file}`,
      `cp -p /tmp/agent.cjs ${file}`,
      async () => {
        expect(await planError()).toMatchObject({ code: 'agent-mismatch' })
      },
    )
  })

  it('a second app beside the first', async () => {
    const told = await pcSwitcher('p17', ['serve', '--port', '47999'])
    expect(errorOf(told)).toMatchObject({ code: 'already-running' })
    expect(told.exitCode).toBe(4)
  })

  it('a rule file with a line that cannot be used: named by its number', async () => {
    const folder = '/home/alice/system-state'
    await withChange(
      'p17',
      `install -d -o alice -g alice ${folder}; printf '/hosts\\n#include other\\n' > ${folder}/etc.stignore`,
      `rm -r ${folder}`,
      async () => {
        const error = await planError()
        expect(error).toMatchObject({ code: 'invalid-rules' })
        expect(JSON.stringify(error)).toMatch(/line 2|:2/)
      },
    )
  })
})

describe('a laptop that cannot be switched now', () => {
  it('a full disk: blocked before anything is changed', async () => {
    await shellOn(
      'xps',
      'fallocate -l "$(( $(btrfs filesystem usage -b / | sed -n "s/.*Free (estimated):[^0-9]*\\([0-9]*\\).*/\\1/p") - 300000000 ))" /var/tmp/filler; sync -f /var/tmp',
    )
    try {
      const before = await stateOfBoth()
      const told = await pcSwitcher('p17', ['switch', '--to', 'xps', '--yes'])
      expect(errorOf(told).code).toMatch(/blocked|disk-full/)
      expect(told.exitCode).toBe(1)
      expect(await stateOfBoth()).toEqual(before)
    } finally {
      await shellOn('xps', 'rm -f /var/tmp/filler; sync -f /var/tmp')
    }
  })

  it('Syncthing cannot start and has something to carry: said before anything is changed', async () => {
    const unit = '/run/systemd/system/pc-switcher-syncthing.service'
    await withChange(
      'p17',
      `echo carried > /etc/carried.conf; runuser -u alice -- pc-switcher etc always /etc/carried.conf`,
      'rm -r /etc/carried.conf /home/alice/system-state',
      () =>
        withChange(
          'xps',
          `ln -sf /dev/null ${unit}; systemctl daemon-reload`,
          `rm -f ${unit}; systemctl daemon-reload`,
          async () => {
            const told = await pcSwitcher('p17', ['switch', '--to', 'xps', '--yes'])
            expect(told.exitCode).not.toBe(0)
            expect(errorOf(told)).toMatchObject({ code: 'syncthing-unavailable' })
          },
        ),
    )
  })
})
