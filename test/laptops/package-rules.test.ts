/** What is decided about packages once and for all: obeyed there and back, on whichever laptop it is asked. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { errorOf, pcSwitcher, plan, proofOf, switchTo, type Told } from '../laptops-product.ts'

const unit = 'practice-service.service'
const names = ['practice-game', 'practice-left', 'practice-lib', 'practice-notes', 'practice-right', 'practice-tool']
const rule = (host: Host, ...words: readonly string[]) => pcSwitcher(host, ['packages', 'rule', ...words])
const rulesOn = async (host: Host) => {
  const told = await pcSwitcher(host, ['packages', 'rules'])
  return told.messages.find(({ type }) => type === 'package-rules')?.['rules']
}

/** Those of `names` that are installed there. */
const installedOn = async (host: Host): Promise<readonly string[]> => {
  const list = await shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev} \${Package}\\n' 'practice-*'`)
  return names.filter((name) => list.includes(`ii  ${name}\n`))
}
const editorOn = async (host: Host) => (await shellOn(host, `dpkg-query -W -f '\${Version}' practice-editor`)).trim()
const heldOn = async (host: Host) => (await shellOn(host, 'apt-mark showhold')).trim()
const startsOn = async (host: Host) => (await shellOn(host, `systemctl is-enabled ${unit} || true`)).trim()
const askedOn = async (from: Host, to: Host) => {
  const { questions } = await plan(from, to)
  return questions.map(({ id }) => id).filter((id) => /^(apt-remove|unit):/.test(id))
}
const chosenIn = (told: Told): readonly string[] =>
  proofOf(told).steps.flatMap(({ verification }) => verification.items.flatMap(({ chosen }) => chosen))

const rules = [
  { kind: 'apt', name: 'practice-tool', decision: 'apart' },
  { kind: 'apt', name: 'practice-no?e*', decision: 'apart' },
  { kind: 'apt', name: 'practice-game', decision: 'both' },
  { kind: 'unit', name: unit, decision: 'apart' },
  { kind: 'apt', name: 'practice-editor', decision: 'never' },
  { kind: 'apt', name: 'practice-frozen', decision: 'never' },
]
const right = { kind: 'apt', name: 'practice-right:amd64', decision: 'apart' }

describe('rules for packages and services', () => {
  let before: { readonly p17: readonly string[]; readonly xps: readonly string[] }
  beforeAll(async () => {
    before = { p17: await installedOn('p17'), xps: await installedOn('xps') }
  })

  it('are set by the command line', async () => {
    expect(before.p17).toEqual(['practice-left', 'practice-lib', 'practice-notes', 'practice-tool'])
    expect(before.xps).toEqual(['practice-game', 'practice-right'])
    expect(await startsOn('p17')).toBe('enabled')
    expect(await startsOn('xps')).toBe('disabled')
    await rule('p17', 'practice-tool', 'apart')
    await rule('p17', 'practice-right:amd64', 'apart')
    await rule('p17', 'practice-no?e*', 'apart')
    await rule('p17', 'practice-game', 'both')
    expect((await rule('p17', unit, 'apart', '--unit')).exitCode).toBe(0)
    for (const name of ['practice-editor', 'practice-frozen']) await rule('p17', name, 'never')
    expect(await rulesOn('p17')).toEqual([rules[0], right, ...rules.slice(1)])
    expect(errorOf(await rule('p17', 'https://vendor.example stable', 'both', '--source')).code).toBe('invalid-input')
    expect(errorOf(await rule('p17', 'lib[ab]', 'apart')).code).toBe('invalid-input')
    expect(errorOf(await rule('p17', 'practice-notes', 'none')).code).toBe('not-found')
  })

  it('are obeyed without a question, and proven as chosen', async () => {
    expect(await askedOn('p17', 'xps')).toEqual([])
    const told = await switchTo('p17', 'xps')
    expect(told.stderr).toBe('')
    expect(proofOf(told).verified).toBe(true)
    expect(chosenIn(told)).toEqual(
      expect.arrayContaining(['practice-tool', 'practice-notes', 'practice-right', 'practice-game', unit]),
    )
    expect(chosenIn(told)).toEqual(expect.arrayContaining(['practice-editor', 'practice-frozen']))
    expect([await editorOn('p17'), await editorOn('xps')]).toEqual(['2.0', '1.0'])
    expect([await heldOn('p17'), await heldOn('xps')]).toEqual(['practice-frozen', ''])
    expect(await installedOn('xps')).toEqual(before.xps)
    expect(await startsOn('xps')).toBe('disabled')
  })

  it('count on the other laptop too, where nothing is asked back, and what is to be on both comes', async () => {
    expect(await rulesOn('xps')).toEqual([rules[0], right, ...rules.slice(1)])
    const there = await rule('p17', 'practice-x*', 'apart')
    expect(there.messages[0]?.['elsewhere']).toEqual({ laptop: 'XPS 13', isRead: true })
    expect((await rule('xps', 'practice-x*', 'none')).exitCode).toBe(0)
    // It could not be installed on the other one, and no rule is about it.
    expect(await askedOn('xps', 'p17')).toEqual(['apt-remove:practice-left:amd64'])
    const told = await switchTo('xps', 'p17')
    expect(told.stderr).toBe('')
    expect(proofOf(told).verified).toBe(true)
    expect(await installedOn('p17')).toEqual(['practice-game', ...before.p17])
    expect(await startsOn('p17')).toBe('enabled')
    expect(chosenIn(told)).not.toContain('practice-game')
    expect([await editorOn('p17'), await editorOn('xps')]).toEqual(['2.0', '1.0'])
  })

  it('are taken back, and what is usual is done again', async () => {
    expect((await rule('p17', 'practice-no?e*', 'none')).exitCode).toBe(0)
    expect((await rule('p17', unit, 'none', '--unit')).exitCode).toBe(0)
    expect((await rule('p17', 'practice-editor', 'none')).exitCode).toBe(0)
    const told = await switchTo('p17', 'xps')
    expect(told.stderr).toBe('')
    expect(proofOf(told).verified).toBe(true)
    expect(await installedOn('xps')).toEqual(['practice-game', 'practice-notes', 'practice-right'])
    expect(await startsOn('xps')).toBe('enabled')
    expect([await editorOn('xps'), await heldOn('xps')]).toEqual(['2.0', ''])
  })

  it('that cannot be read stop a plan, with the line that is wrong', async () => {
    await shellOn('xps', 'echo "keep apt mosh" >> /home/alice/system-state/packages.rules')
    const refused = errorOf(await pcSwitcher('xps', ['plan', '--to', 'p17']))
    expect(refused.code).toBe('invalid-rules')
    expect(refused.message).toMatch(/^Line \d+ of ~\/system-state\/packages.rules is not a valid rule: keep apt mosh/)
  })
})
