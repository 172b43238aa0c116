/** Histories of repositories: one of the two versions is taken as a whole, and the commits of the other one stay. */
import { expect } from 'vitest'
import { shellOn } from '../../laptops-agents.ts'
import { asAlice, commit, read, subjectOf } from '../../laptops-alice.ts'
import { same, type History } from '../../laptops-histories.ts'

export const beginOnP17 = (repository: string) =>
  shellOn(
    'p17',
    asAlice(`git init -q ${repository}; cd ${repository}; echo 1 > a; echo 1 > b; git add .; ${commit('1')}`),
  )

const unit = 'projects/unit'
const asOne: History = {
  title: 'treats a repository as one',
  owns: [unit],
  switches: [
    { from: 'p17', work: () => beginOnP17(unit) },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', `cd /home/alice/${unit}; echo 2 >> a; echo new > c; chown alice: c`)
        await shellOn('xps', `echo 3 >> /home/alice/${unit}/b`)
      },
      answers: { [`home:${unit}`]: 'keep' },
      async claims({ decisions }) {
        expect(decisions).toMatchObject([{ id: `home:${unit}`, kind: 'both' }])
        expect(await read('xps', `${unit}/a`)).toBe('1\n')
        expect(await read('xps', `${unit}/b`)).toBe('1\n3\n')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', `${unit}/b`)).toBe('1\n3\n')
        expect(await read('p17', `${unit}/c`)).toBe('ABSENT\n')
      },
    },
  ],
}

const shrunk = 'projects/shrunk'
const deletedAfterKept: History = {
  title: 'removes what was deleted in a repository that was kept before, and brings none of it back',
  owns: [shrunk],
  switches: [
    {
      from: 'p17',
      async work() {
        await beginOnP17(shrunk)
        await shellOn('p17', asAlice(`cd ${shrunk}; mkdir d; echo d > d/e`))
      },
    },
    {
      from: 'p17',
      async work() {
        await shellOn('p17', `echo 5 >> /home/alice/${shrunk}/a`)
        await shellOn('xps', `echo 6 >> /home/alice/${shrunk}/b`)
      },
      answers: { [`home:${shrunk}`]: 'keep' },
    },
    {
      from: 'xps',
      work: () => shellOn('xps', `cd /home/alice/${shrunk}; rm a d/e; rmdir d; ln -s b d`),
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await shellOn('p17', `cd /home/alice/${shrunk}; ls -d a 2>/dev/null || readlink d`)).toBe('b\n')
      },
    },
    {
      from: 'p17',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('xps', `${shrunk}/a`)).toBe('ABSENT\n')
      },
    },
  ],
}

const forked = 'projects/forked'
const forkedId = `home:${forked}`
const onForked = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd ${forked}; ${script}`))

const commitsOfBoth: History = {
  title: 'keeps the commits of a repository that gives way, whatever was answered',
  owns: [forked],
  switches: [
    { from: 'p17', work: () => beginOnP17(forked) },
    {
      from: 'p17',
      async work() {
        await onForked('p17', commit('one by p17'))
        await onForked('xps', `${commit('one by xps')}; git checkout -q -b side; ${commit('aside on xps')}`)
      },
      answers: { [forkedId]: 'take' },
      async claims(told) {
        expect(told.questions.find(({ id }) => id === forkedId)).toMatchObject({
          versions: [
            {
              laptop: 'P17',
              what: expect.stringContaining('one by p17') as string,
              more: '1 commit that XPS 13 lacks',
            },
            { laptop: 'XPS 13', what: 'side: aside on xps', more: '2 commits that P17 lacks' },
          ],
        })
        expect(told).toMatchObject(same)
        const notes = told.notes.join('\n')
        expect(notes).toMatch(/ of XPS 13 in projects\/forked .*refs\/laptops\/xps\/heads\/side/)
        expect(notes).not.toContain('pack')
        expect(await subjectOf('xps', forked, 'HEAD')).toBe('one by p17')
        expect(await subjectOf('xps', forked, 'refs/laptops/xps/heads/side')).toBe('aside on xps')
      },
    },
    {
      from: 'p17',
      work: () => onForked('p17', `${commit('two by p17')}; git gc -q --prune=now`),
      async claims(told) {
        expect(told).toMatchObject({ ...same, decisions: [] })
        expect(await subjectOf('xps', forked, 'HEAD')).toBe('two by p17')
        expect(await subjectOf('xps', forked, 'refs/laptops/xps/heads/side')).toBe('aside on xps')
      },
    },
    {
      from: 'p17',
      async work() {
        await onForked('p17', `echo p > only-p17; ${commit('three by p17')}`)
        await onForked('xps', commit('three by xps'))
      },
      answers: { [forkedId]: 'keep' },
      async claims() {
        expect(await subjectOf('xps', forked, 'HEAD')).toBe('three by xps')
        expect(await onForked('xps', 'git log --format=%s --glob=refs/laptops/p17')).toContain('three by p17')
      },
    },
    {
      from: 'xps',
      async claims(told) {
        expect(told).toMatchObject(same)
        expect(await read('p17', `${forked}/only-p17`)).toBe('ABSENT\n')
        expect(await onForked('p17', 'git log --format=%s --all')).toMatch(
          /(?=[^]*three by p17)(?=[^]*three by xps)(?=[^]*aside on xps)/,
        )
      },
    },
  ],
}

export const historiesOfRepositories: readonly History[] = [asOne, deletedAfterKept, commitsOfBoth]
