import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { alwaysKept, isIdentity } from '../../../src-main/domains/files/etc-identity.ts'
import { restoredName } from '../../../src-main/domains/files/on-machine/restore/finish-placing.ts'
import { timeOf } from '../../../src-main/domains/files/on-machine/tree/entry-facts.ts'
import { compileName } from '../../../src-main/domains/files/on-machine/search/search.ts'
import { ancestorsOf, outermost } from '../../../src-main/domains/files/on-machine/tree/ancestors.ts'
import { createPlanMemory } from '../../../src-main/commons/plans/plan-memory.ts'
import { treePathSchema } from '../../../src-main/domains/files/verbs.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'
import { readFacts } from '../../../src-main/tools/find/find-facts.ts'
import { parseLsattr } from '../../../src-main/tools/files/lsattr.ts'

describe('names for what is restored', () => {
  const at = new Date(2026, 10, 18, 18, 12)

  it('say when the snapshot was taken, before the ending', () => {
    const year = new Date().getFullYear() === 2026 ? '' : ' 2026'
    expect(restoredName('report.odt', at, 1)).toBe(`report (from 18 Nov${year} 18.12).odt`)
    expect(restoredName('.bashrc', at, 2)).toBe(`.bashrc (from 18 Nov${year} 18.12 2)`)
  })

  it('are never longer than a name can be, and never cut within a letter', () => {
    const long = bytePathFromText('é'.repeat(127))
    const name = restoredName(long, at, 12)
    expect(name.length).toBeLessThanOrEqual(255)
    expect(Buffer.from(name, 'latin1').toString('utf8')).not.toContain('\ufffd')
  })
})

describe('paths', () => {
  it('of what lies in another chosen folder are chosen with it', () => {
    expect(outermost(['a/b', 'a', 'ab', 'c/d', 'c/d'])).toEqual(['a', 'ab', 'c/d'])
    expect(ancestorsOf('a/b/c')).toEqual(['a', 'a/b'])
  })

  it('that lead elsewhere are refused', () => {
    for (const wrong of ['/etc', '../etc', 'a/../b', 'a//b', './a', 'a/', 'a\0b'])
      expect(treePathSchema.safeParse(wrong).success).toBe(false)
    expect(treePathSchema.safeParse('').success).toBe(true)
  })
})

describe('searching', () => {
  it('ignores letter case and takes * and ? for patterns of the whole name', () => {
    expect(compileName('port')('Report.odt')).toBe(true)
    expect(compileName('re*.o?t')('Report.odt')).toBe(true)
    expect(compileName('*.od')('Report.odt')).toBe(false)
    expect(compileName('a.b')('axb')).toBe(false)
    expect(compileName('(x)[y]+*')('(x)[y]+z')).toBe(true)
    expect(compileName('É')(bytePathFromText('cafe\u0301'))).toBe(true)
  })
})

describe('what tools print', () => {
  it('of files is read whatever their names are', () => {
    const text =
      './a b\n\xff\0f 261 41 2 644 0 1000 5 8 1605830400.1234567890 1605830401.0000000000\0\0./l\0l 262 41 1 777 0 0 3 0 -1.5000000000 0.0\0to\0'
    const reader = readFacts()
    for (const byte of Buffer.from(text, 'latin1')) reader.push(Buffer.from([byte]))
    const [file, link] = reader.end()
    expect(file).toMatchObject({
      path: 'a b\n\xff',
      type: 'f',
      inode: '261',
      links: 2,
      mode: '644',
      gid: 1000,
      bytes: 5,
      diskBytes: 4096,
    })
    expect(link).toMatchObject({ path: 'l', target: 'to' })
    for (const cut of ['./a\0f 1\0', text.slice(0, -1)]) {
      const torn = readFacts()
      expect(() => {
        torn.push(Buffer.from(cut, 'latin1'))
        torn.end()
      }).toThrow(/find/)
    }
    expect(timeOf('1605830400.1234567890')).toBe('2020-11-20T00:00:00.123Z')
    expect(timeOf('99999999999999999')).toBe('1970-01-01T00:00:00.000Z')
  })

  it('of flags is read although names may look like lines of it', () => {
    const text = '---------------C------ ./a\n---------------------- ./x\n---------------C------ ./b\n'
    expect(parseLsattr(text, ['a', 'x\n---------------C------ ./b'], /C/)).toEqual(['a'])
  })
})

describe('/etc', () => {
  it('keeps what makes the laptop itself, and always what is ours; connections belong to the laptop as well', () => {
    const isAlwaysKept = alwaysKept(joinAgent(agentCapabilities).all.ownPaths)
    expect(['machine-id', 'fstab', 'ssh/ssh_host_rsa_key.pub', 'crypttab'].every(isIdentity)).toBe(true)
    expect(['ssh/sshd_config', 'NetworkManager/system-connections/x', 'fstab.d'].some(isIdentity)).toBe(false)
    expect(['pc-switcher/machine.json', '.git/HEAD', 'sudoers.d/pc-switcher'].every(isAlwaysKept)).toBe(true)
    expect(isAlwaysKept('passwd')).toBe(false)
  })
})

describe('a plan', () => {
  it('is run once, and is not known for ever', () => {
    const plans = createPlanMemory<number>({ clock: systemClock, hint: 'Plan again.' })
    const first = plans.keep(1)
    expect(plans.take(first)).toBe(1)
    expect(() => plans.take(first)).toThrow(/expired/)
    const old = plans.keep(2)
    for (let n = 0; n < 60; n += 1) plans.keep(n)
    expect(() => plans.take(old)).toThrow(/expired/)
  })

  it('expires after its time', () => {
    let nowMs = 0
    const plans = createPlanMemory<number>({ clock: { nowMs: () => nowMs }, lifetimeMs: 1_000, hint: 'Plan again.' })
    const planId = plans.keep(1)
    nowMs = 999
    expect([plans.find(planId), plans.find(planId)]).toEqual([1, 1])
    nowMs = 1_000
    expect(() => plans.find(planId)).toThrow(/expired/)
  })
})
