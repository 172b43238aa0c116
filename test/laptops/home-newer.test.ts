/** Files that both laptops have, of which the newer version wins, each by its own time. */
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
    expect(group).toMatchObject({ id: 'home:Documents/*', choices: [{}, {}, { id: 'newer', meaning: 'change' }] })
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
