/** Histories of ~/system-state, where pc-switcher writes its lists and the person what they want; one after the other. */
import { expect } from 'vitest'
import type { Host } from '../../../practice/layout.ts'
import { shellOn } from '../../laptops-agents.ts'
import { asAlice, commit, subjectOf } from '../../laptops-alice.ts'
import type { History } from '../../laptops-histories.ts'

const owns = ['system-state']
const on = (host: Host, script: string) => shellOn(host, asAlice(`cd system-state; ${script}`))

/** As pc-switcher records it on the source: after the plan, before anything is copied. */
const record = (host: Host, text: string) =>
  on(host, `mkdir -p packages; echo '${text}' > packages/p17.json; git add packages; ${commit(`record ${text}`)}`)

const both = async (host: Host) => ({
  files: await on(host, 'cat notes.txt README packages/p17.json'),
  head: await subjectOf(host, 'system-state', 'HEAD'),
  kept: await subjectOf(host, 'system-state', 'refs/laptops/xps/heads/main'),
})
const second = { files: 'n\nmine\nx\ntwo\n', head: 'record two', kept: 'written on xps' }
const third = { ...second, files: second.files.replace('two', 'three'), head: 'record three' }

const filesAndCommits: History = {
  title: 'keeps what the person did in ~/system-state of the other laptop, files and commits, and takes the lists',
  owns,
  switches: [
    {
      from: 'p17',
      async work() {
        await shellOn('p17', asAlice('mkdir system-state; git init -q -b main system-state'))
        await on('p17', `echo mine > README; echo a > etc.stignore; git add .; ${commit('begin')}`)
        await record('p17', 'one')
      },
    },
    {
      from: 'p17',
      work: () => on('xps', `echo n > notes.txt; echo x >> README; git add .; ${commit('written on xps')}`),
      planned: () => record('p17', 'two'),
      async claims({ questions, differences, notes }) {
        expect(questions).toMatchObject([
          { id: 'home:system-state/README', safeDefault: 'keep' },
          { id: 'home:system-state/notes.txt', safeDefault: 'keep' },
        ])
        expect(differences).toEqual([])
        expect(notes.join()).toContain('Commits of XPS 13 in system-state are kept as: refs/laptops/xps/heads/main')
        expect(await both('xps')).toEqual(second)
      },
    },
    {
      from: 'p17',
      work: () => record('p17', 'three'),
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await both('xps')).toEqual(third)
      },
    },
    {
      from: 'xps',
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await both('p17')).toEqual(third)
      },
    },
  ],
}

const commitMeanwhile: History = {
  title: 'keeps a commit that the person made in ~/system-state of the other laptop after the plan',
  owns,
  switches: [
    {
      from: 'p17',
      work: () => on('p17', `echo four > packages/p17.json; git add .; ${commit('record four')}`),
      planned: () => on('xps', `echo m > more.txt; git add .; ${commit('written meanwhile')}`),
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await subjectOf('xps', 'system-state', 'HEAD')).toBe('written meanwhile')
        expect(await on('xps', 'cat more.txt')).toBe('m\n')
      },
    },
    {
      from: 'xps',
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await subjectOf('p17', 'system-state', 'HEAD')).toBe('written meanwhile')
        expect(await subjectOf('p17', 'system-state', 'refs/laptops/p17/heads/main')).toBe('record four')
      },
    },
  ],
}

const onlyThere: History = {
  title: 'keeps a ~/system-state that only the other laptop has',
  owns,
  switches: [
    {
      from: 'p17',
      async work() {
        await shellOn('p17', 'rm -r /home/alice/system-state')
        await on('xps', `echo z > last.txt; git add .; ${commit('only on xps')}`)
      },
      answers: { 'home:system-state': 'keep' },
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await subjectOf('xps', 'system-state', 'HEAD')).toBe('only on xps')
      },
    },
    {
      from: 'xps',
      async claims({ differences }) {
        expect(differences).toEqual([])
        expect(await subjectOf('p17', 'system-state', 'HEAD')).toBe('only on xps')
      },
    },
  ],
}

export const historiesOfSystemState: readonly History[] = [filesAndCommits, commitMeanwhile, onlyThere]
