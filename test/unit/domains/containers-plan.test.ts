import { describe, expect, it } from 'vitest'
import { containerRuleFor, type ContainerRule } from '../../../src-main/contract/container-rule.ts'
import {
  namesToRead,
  planVolumes,
  type VolumesOfLaptop,
} from '../../../src-main/domains/containers/on-pair/containers-plan.ts'
import { groupOf } from '../../../src-main/domains/containers/on-pair/texts.ts'
import { changeRules, parseRules } from '../../../src-main/domains/containers/on-pair/rules-file.ts'
import { isTaken, safeDefaultOf } from '../../../src-main/domains/containers/on-pair/container-answers.ts'
import type { Volume } from '../../../src-main/domains/containers/verbs.ts'
import { readLooks } from '../../../src-main/tools/containers/volume-tree.ts'

const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(64))

function volume(more: Partial<Volume> = {}): Volume {
  const facts = { bytes: 10, files: 2, changedAt: '2026-11-20T08:00:00.000Z', stamp: 'stamp' }
  return { name: 'db', ...facts, labels: {}, usedBy: [], ...more }
}

interface Known {
  readonly volume?: Volume | undefined
  readonly digest?: string | undefined
  readonly equal?: string | undefined
  readonly unread?: boolean
}

function laptop({ volume: has, digest, equal, unread = false }: Known): VolumesOfLaptop {
  return {
    volumes: has === undefined ? [] : [has],
    lastEqual: { fingerprints: equal === undefined ? {} : { db: equal } },
    digests: new Map(digest === undefined ? [] : [['db', digest]]),
    unread: unread ? ['db'] : [],
  }
}

function decided(from: Known, to: Known, rule?: ContainerRule['decision']) {
  const rules = rule === undefined ? [] : [{ kind: 'volume', name: 'd*', decision: rule } as const]
  return planVolumes({ engine: 'docker', from: laptop(from), to: laptop(to) }, rules)[0]?.decision
}

const both = (from: Partial<Known>, to: Partial<Known>) =>
  [
    { volume: volume(), ...from },
    { volume: volume(), ...to },
  ] as const

describe('a volume of containers', () => {
  it('that one laptop alone has is asked about, unless a rule says what becomes of it', () => {
    expect(decided({ volume: volume() }, {})).toEqual({ kind: 'ask-new' })
    expect(decided({ volume: volume() }, {}, 'both')).toEqual({ kind: 'take', why: 'new' })
    expect(decided({ volume: volume() }, {}, 'apart')).toEqual({ kind: 'ruled', by: 'apart' })
    expect(decided({ volume: volume() }, {}, 'never')).toEqual({ kind: 'ruled', by: 'never' })
    expect(decided({}, { volume: volume() })).toEqual({ kind: 'only-there' })
  })

  it('that the other laptop deleted since both had it is asked about as that', () => {
    expect(decided({ volume: volume(), equal: one }, { equal: one })).toEqual({ kind: 'deleted-there' })
  })

  it('is taken where it alone changed, kept where the other one did, and asked about where both did', () => {
    expect(decided(...both({ digest: two, equal: one }, { digest: one, equal: one }))).toEqual({
      kind: 'take',
      why: 'changed',
    })
    expect(decided(...both({ digest: one, equal: one }, { digest: two, equal: one }))).toEqual({ kind: 'keep' })
    expect(decided(...both({ digest: two, equal: one }, { digest: three, equal: one }))).toEqual({ kind: 'ask-both' })
    expect(decided(...both({ digest: two, equal: one }, { digest: two, equal: one }))).toEqual({ kind: 'same' })
  })

  it('is asked about where nobody knows when both had the same, as after a rollback of one of them', () => {
    expect(decided(...both({ digest: one }, { digest: two }))).toEqual({ kind: 'ask-first' })
    expect(decided(...both({ digest: one, equal: one }, { digest: two }))).toEqual({ kind: 'ask-first' })
  })

  it('is left where a container has it, whatever a rule says, but for one that leaves it alone', () => {
    const busy = volume({ usedBy: ['shop'] })
    expect(decided({ volume: busy }, {}, 'both')).toEqual({ kind: 'in-use', on: 'from', by: 'shop' })
    expect(decided({ volume: volume() }, { volume: busy })).toEqual({ kind: 'in-use', on: 'to', by: 'shop' })
    expect(decided({ volume: busy }, {}, 'never')).toEqual({ kind: 'ruled', by: 'never' })
  })

  it('is not read where nothing could follow from it', () => {
    const busy = volume({ usedBy: ['shop'] })
    expect(namesToRead('docker', { from: [volume()], to: [volume()] }, [])).toEqual(['db'])
    expect(namesToRead('docker', { from: [volume()], to: [busy] }, [])).toEqual([])
    expect(namesToRead('docker', { from: [volume()], to: [] }, [])).toEqual([])
    expect(
      namesToRead('docker', { from: [volume()], to: [volume()] }, [{ kind: 'volume', name: 'db', decision: 'never' }]),
    ).toEqual([])
  })

  it('belongs to the compose project that its label names', () => {
    const made = volume({ labels: { 'com.docker.compose.project': 'shop' } })
    expect(planVolumes({ engine: 'docker', from: laptop({ volume: made }), to: laptop({}) }, [])).toMatchObject([
      { name: 'db', project: 'shop' },
    ])
    expect(groupOf({ engine: 'docker', kind: 'volume', name: 'db', project: 'shop' })).toBe('Docker volumes of shop')
    expect(groupOf({ engine: 'podman', kind: 'volume', name: 'db' })).toBe('Volumes')
  })

  it('that podman cannot read is never taken for changed', () => {
    const unreadable = { kind: 'cannot', why: 'unreadable' }
    expect(decided(...both({ equal: one, unread: true }, { digest: one, equal: one }))).toEqual(unreadable)
  })

  it('is neither carried nor replaced by the usual answer, and has none where both changed it', () => {
    const [ask] = planVolumes({ engine: 'docker', from: laptop({ volume: volume() }), to: laptop({}) }, [])
    if (ask === undefined) throw new Error('no row')
    expect(isTaken(ask, {})).toBe(false)
    expect(isTaken(ask, { 'containers:docker:volume:db': 'take' })).toBe(true)
    expect(safeDefaultOf({ decision: { kind: 'ask-first' } })).toBe('keep')
    expect(safeDefaultOf({ decision: { kind: 'ask-both' } })).toBeUndefined()
  })
})

describe('rules for volumes', () => {
  it('are read and changed, and the comments of the person stay', () => {
    const text = '# mine\nboth volume shop_db\n'
    const changed = changeRules(text, [
      { kind: 'volume', name: 'shop_db', decision: 'none' },
      { kind: 'volume', name: 'cache', decision: 'never' },
    ])
    expect(changed).toBe('# mine\nnever volume cache\n')
    expect(parseRules(changed)).toEqual([{ kind: 'volume', name: 'cache', decision: 'never' }])
  })

  it.each(['both shop_db', 'both volume /etc', 'always volume shop_db', 'both volume a b', 'both volume -rf'])(
    'are refused with the line: %s',
    (line) => {
      expect(() => parseRules(`# one\n${line}\n`)).toThrow('Line 2 of ~/system-state/containers.rules')
    },
  )

  it('are for one engine where they name it, and that counts before one for both', () => {
    const rules = parseRules('never docker volume db\nboth volume db\napart podman volume x*\n')
    const found = (engine: 'podman' | 'docker', name: string) =>
      containerRuleFor(rules, { engine, kind: 'volume', name })?.decision
    expect([found('docker', 'db'), found('podman', 'db')]).toEqual(['never', 'both'])
    expect([found('docker', 'xy'), found('podman', 'xy')]).toEqual([undefined, 'apart'])
    const docker = { engine: 'docker', kind: 'volume', name: 'db' } as const
    expect(changeRules('both volume db\n', [{ ...docker, decision: 'apart' }])).toBe(
      'both volume db\napart docker volume db\n',
    )
  })

  it('cannot say two things of one name', () => {
    expect(() => parseRules('both volume a\napart volume a\n')).toThrow('Line 2')
  })

  it('count by name before a pattern, and the later of two patterns', () => {
    const rules = parseRules('never volume db\nboth volume d*\napart volume *b\n')
    const found = (name: string) => containerRuleFor(rules, { engine: 'podman', kind: 'volume', name })?.decision
    expect([found('db'), found('dc'), found('dxb'), found('e')]).toEqual(['never', 'both', 'apart', undefined])
  })
})

it('reads what find says of several volumes, with names of any bytes, and nothing that is cut off', () => {
  const facts = '8 257 6 644 70 70 1795828369.2 1795828369.2054684760'
  const looks = readLooks(`/v/a\0\0${facts}\0/v/a\0line\nbreak\0${facts}\0/v/b\0\0${facts}\0`)
  expect(looks.get('/v/a')).toMatchObject({ bytes: 8192, files: 2, changedAt: '2026-11-28T01:12:49.205Z' })
  expect(looks.get('/v/b')).toMatchObject({ files: 1 })
  expect(() => readLooks('/v/a\0name\0')).toThrow()
})
