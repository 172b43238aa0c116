/** Files that both laptops have, of which the newer version wins, each by its own time, or both versions stay. */
import { describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { planHome, switchHome } from '../laptops-home.ts'

const folder = '/home/alice/Documents/newer'
const times = { old: '2026-03-01 10:00', new: '2026-03-02 10:00' } as const

/** Contents and time of each file. */
async function writeOn(host: Host, files: Readonly<Record<string, readonly [string, keyof typeof times]>>) {
  const lines = Object.entries(files).map(
    ([name, [text, time]]) => `echo '${text}' > ${name}; touch -d '${times[time]}' ${name}`,
  )
  await shellOn(host, `mkdir -p ${folder}; cd ${folder}; ${lines.join('; ')}; chown -R alice: ${folder}`)
}

const readOn = async (host: Host) =>
  (await shellOn(host, `cd ${folder}; head -qn 1 ours theirs equal`)).trim().split('\n')

describe('a folder in which each laptop has newer files', () => {
  it('is decided file by file, and what has equal times is asked about apart', async () => {
    await writeOn('p17', { ours: ['of p17', 'new'], theirs: ['of p17', 'old'], equal: ['of p17', 'old'] })
    await writeOn('xps', { ours: ['of xps 13', 'old'], theirs: ['of xps 13', 'new'], equal: ['of xps 13', 'old'] })
    const planned = await planHome('p17')
    await planned.close()
    const { questions } = planned.preview
    const group = questions.find(({ newer }) => newer === 'newer')
    const equal = questions.find(({ id }) => id === 'home:Documents/newer/equal')
    expect(group).toMatchObject({
      id: 'home:Documents/*',
      choices: [{}, {}, { id: 'newer', meaning: 'change' }, { id: 'both' }],
    })
    expect(equal).toBeDefined()
    expect(equal).not.toHaveProperty('newer')
    const asked = questions
      .filter(({ safeDefault }) => safeDefault === undefined)
      .map(({ id }) => [id, 'keep'] as const)
    const answers = {
      ...Object.fromEntries(asked),
      'home:Documents/*': 'newer',
      'home:Documents/newer/equal': 'keep',
    }
    const { item } = await switchHome('p17', answers)
    expect(item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    expect(item.chosen).toEqual(expect.arrayContaining(['Documents/newer/theirs', 'Documents/newer/equal']))
    expect(item.chosen).not.toContain('Documents/newer/ours')
    expect(await readOn('xps')).toEqual(['of p17', 'of xps 13', 'of xps 13'])
    expect(await readOn('p17')).toEqual(['of p17', 'of p17', 'of p17'])
  })

  it('goes back with the versions that won, without a question', async () => {
    const planned = await planHome('xps')
    await planned.close()
    expect(planned.preview.questions.filter(({ title }) => title.includes('newer'))).toEqual([])
    const asked = planned.preview.questions.map(({ id, safeDefault = 'keep' }) => [id, safeDefault] as const)
    const { item } = await switchHome('xps', Object.fromEntries(asked))
    expect(item.differences).toEqual([])
    expect(await readOn('p17')).toEqual(['of p17', 'of xps 13', 'of xps 13'])
  })
})

describe('files of which both versions stay', () => {
  const both = '/home/alice/Documents/both'
  const list = async (host: Host) => (await shellOn(host, `cd ${both}; tail -n +1 *`)).trim()
  const write = (host: Host, lines: string) =>
    shellOn(host, `mkdir -p ${both}; cd ${both}; ${lines}; chown -R alice: ${both}`)
  const facts = (host: Host, name: string) =>
    shellOn(host, `cd ${both}; stat -c '%a %U %Y %s' '${name}'; getfattr -d '${name}'`)
  const keepBoth = 'home:Documents/both/plan.md'

  it('are equal on both first, and then changed on both', async () => {
    await write('p17', 'echo base > plan.md; echo taken > "notes (XPS 13)"; echo base > notes; echo base > gone.md')
    const planned = await planHome('p17')
    await planned.close()
    const answers = planned.preview.questions.map(({ id, safeDefault = 'keep' }) => [id, safeDefault] as const)
    await switchHome('p17', Object.fromEntries(answers))
    await write('p17', 'echo of p17 > plan.md; echo of p17 > notes; rm gone.md')
    await write('xps', 'echo of xps 13 > plan.md; chmod 640 plan.md; setfattr -n user.note -v mine plan.md')
    await write('xps', 'echo of xps 13 > notes; echo mine > gone.md; touch -d "2026-03-02 10:00" plan.md')
    expect(await list('xps')).toContain('of xps 13')
  })

  it('stay beside the other version as they were, under names that are free, and the proof says so', async () => {
    const before = await facts('xps', 'plan.md')
    const planned = await planHome('p17')
    await planned.close()
    const asked = planned.preview.questions.find(({ id }) => id === keepBoth)
    expect(asked?.choices.map(({ id }) => id)).toContain('both')
    expect(asked?.choices.find(({ id }) => id === 'both')?.effect).toContain('as plan (XPS 13).md,')
    const gone = planned.preview.questions.find(({ id }) => id === 'home:Documents/both/gone.md')
    expect(gone?.choices.map(({ id }) => id)).not.toContain('both')
    const rest = planned.preview.questions.map(({ id, safeDefault = 'keep' }) => [id, safeDefault] as const)
    const answers = { ...Object.fromEntries(rest), [keepBoth]: 'both', 'home:Documents/both/notes': 'both' }
    const { item, preview } = await switchHome('p17', answers)
    expect(preview.questions.map(({ id }) => id)).toContain(keepBoth)
    expect(item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    const kept = ['plan (XPS 13).md', 'notes (XPS 13 2)'].map((name) => `Documents/both/${name}`)
    expect(item.chosen).toEqual(expect.arrayContaining(kept))
    expect(item.chosen).not.toContain('Documents/both/plan.md')
    expect(await facts('xps', 'plan (XPS 13).md')).toBe(before.replace('plan.md', 'plan (XPS 13).md'))
    expect(
      await shellOn('xps', `cd ${both}; cat plan.md notes "plan (XPS 13).md" "notes (XPS 13)" "notes (XPS 13 2)"`),
    ).toBe('of p17\nof p17\nof xps 13\ntaken\nof xps 13\n')
    expect(await shellOn('p17', `ls ${both}`)).not.toContain('plan (XPS 13).md')
  })

  it('are neither asked about nor deleted by the next switch in the same direction', async () => {
    await write('p17', 'echo again > plan.md')
    const planned = await planHome('p17')
    await planned.close()
    const about = planned.preview.questions.filter(({ title }) => title.includes('(XPS 13'))
    expect(about).toEqual([])
    const answers = planned.preview.questions.map(({ id, safeDefault = 'keep' }) => [id, safeDefault] as const)
    const { item } = await switchHome('p17', Object.fromEntries(answers))
    expect(item.differences).toEqual([])
    expect(item.chosen).toContain('Documents/both/plan (XPS 13).md')
    expect(await shellOn('xps', `cd ${both}; cat plan.md "plan (XPS 13).md"`)).toBe('again\nof xps 13\n')
  })

  it('travel on the way back, and can be deleted for good then', async () => {
    const planned = await planHome('xps')
    await planned.close()
    expect(planned.preview.questions.filter(({ title }) => title.includes('both'))).toEqual([])
    const answers = planned.preview.questions.map(({ id, safeDefault = 'keep' }) => [id, safeDefault] as const)
    const { item } = await switchHome('xps', Object.fromEntries(answers))
    expect(item.differences).toEqual([])
    expect(await list('p17')).toBe(await list('xps'))
    await shellOn('p17', `rm "${both}/plan (XPS 13).md"`)
    const { preview } = await switchHome('p17')
    expect(preview.questions).toEqual([])
    expect(await shellOn('xps', `ls ${both}`)).not.toContain('plan (XPS 13).md')
  })

  it('stay once each where the switch is resumed and there is a newer version to bring', async () => {
    await write('p17', 'echo first > resumed.md')
    await write('xps', 'echo mine > resumed.md; chmod 600 resumed.md')
    const planned = await planHome('p17')
    const id = 'home:Documents/both/resumed.md'
    expect(planned.preview.questions.map((question) => question.id)).toEqual([id])
    await planned.run({ [id]: 'both' })
    await planned.close()
    await write('p17', 'echo second > resumed.md')
    const resumed = await planHome('p17', planned)
    try {
      await resumed.run({ [id]: 'both' })
      const { item } = await resumed.verify({ [id]: 'both' })
      expect(item).toMatchObject({ verdict: 'as-chosen', chosen: ['Documents/both/resumed (XPS 13).md'] })
      await resumed.record({ [id]: 'both' })
    } finally {
      await resumed.close()
    }
    expect(await shellOn('xps', `cd ${both}; tail -qn +1 resumed*; ls resumed*; stat -c %a resumed*`)).toBe(
      'mine\nsecond\nresumed (XPS 13).md\nresumed.md\n600\n644\n',
    )
  })

  it('stay of every file of a folder, where nothing is known of earlier', async () => {
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'rm -rf /var/lib/pc-switcher/root/home-base')
    await write('p17', 'echo one > 1.md; echo one > 2.md; ln -s one link')
    await write('xps', 'echo other > 1.md; echo other > 2.md; ln -s other link; touch -d "2026-03-02 10:00" 1.md 2.md')
    const planned = await planHome('p17')
    await planned.close()
    const group = planned.preview.questions.find(({ id }) => id === 'home:Documents/*')
    expect(group?.choices.map(({ id }) => id)).toContain('both')
    const rest = planned.preview.questions.map(({ id, safeDefault = 'keep' }) => [id, safeDefault] as const)
    const { item } = await switchHome('p17', { ...Object.fromEntries(rest), 'home:Documents/*': 'both' })
    expect(item.differences).toEqual([])
    expect(item.chosen).toEqual(
      expect.arrayContaining(['1 (XPS 13).md', '2 (XPS 13).md'].map((name) => `Documents/both/${name}`)),
    )
    expect(await shellOn('xps', `cd ${both}; cat 1.md "1 (XPS 13).md" 2.md "2 (XPS 13).md"`)).toBe(
      'one\nother\none\nother\n',
    )
  })
})
