/** Commits of a version of a repository that gives way, kept in the one that stands there; with git itself. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addCommits } from '../../src-main/domains/home-sync/on-machine/repositories/add-commits.ts'
import { compareCommits } from '../../src-main/domains/home-sync/on-machine/repositories/compare-commits.ts'
import { inspectRepositories } from '../../src-main/domains/home-sync/on-machine/repositories/inspect-repositories.ts'
import { packCommits } from '../../src-main/domains/home-sync/on-machine/repositories/answers.ts'
import type { Ref } from '../../src-main/tools/git/git-refs.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
const repository = 'alice/r'
const gitFolder = `${repository}/.git`

/** As the person; each commit has a time of its own, so that the newest is known. */
const asPerson = (script: string): string =>
  place.bash(
    `exec setpriv --reuid=65534 --regid=65534 --clear-groups env -i PATH="$PATH" HOME=/nonexistent bash -euc '
      export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
      commit() { at=$(($(cat .at 2>/dev/null || echo 1700000000) + 60)); echo $at > .at; GIT_AUTHOR_DATE="@$at +0000" GIT_COMMITTER_DATE="@$at +0000" git commit -q --allow-empty -m "$1"; }
      ${script}'`,
  )
const inRepository = (script: string): string => asPerson(`cd r; ${script}`).trim()
const start = `git init -q -b main r; cd r; printf ".at\\n" > .gitignore; echo 1 > file; git add file .gitignore; commit one`
const hashOf = (name: string): string => inRepository(`git rev-parse ${name}`)
const namesOf = (): string => inRepository('git for-each-ref --format="%(refname)" refs/laptops')

/** What the frozen tree has and the living repository lacks, brought over as a switch does it. */
async function keep(root: string, laptop = 'xps') {
  const [seen] = await inspectRepositories(root, [gitFolder], 0, {})
  if (seen?.kind !== 'read') return { seen }
  const hashes = seen.refs.map(({ hash }) => hash)
  const compared = await compareCommits(place.home, gitFolder, hashes, {})
  if (compared.kind !== 'compared') return { seen, compared }
  const { missing, known } = compared
  if (missing.length === 0) return { seen, compared }
  const { stateFolder } = place.places
  const packed = await packCommits({ stateFolder, root, gitFolder, wanted: missing, known }, {})
  const refs: Ref[] = seen.refs.filter(({ hash }) => missing.includes(hash))
  const request = { stateFolder, home: place.home, gitFolder, laptop, refs, origin: 'packed' } as const
  return { seen, compared, packed, added: await addCommits(request, {}) }
}

beforeAll(() => {
  // The person gets to their home, as everywhere.
  for (let at = place.home; at !== '/tmp' && at !== '/'; at = path.dirname(at)) execFileSync('chmod', ['a+x', at])
})
afterEach(() => {
  place.emptyFolder()
})

describe('a repository of which the other version is taken', () => {
  it('keeps the commits of every branch, tag, stash and worktree that nothing in it leads to', async () => {
    asPerson(`${start}; git checkout -q -b side; commit side; git tag -a -m t v1; git checkout -q main; commit two
      git checkout -q --detach; commit detached; git worktree add -q --detach ../w side; (cd ../w; cp ../r/.at .at; commit worktree)
      git checkout -q main; echo 2 > file; git stash -q; echo 3 > file; git stash -q; git checkout -q --detach 'HEAD@{2}'`)
    const wanted = ['main', 'side', 'v1', 'stash@{0}', 'stash@{1}', 'HEAD'].map(hashOf)
    const { root } = await scanOf(place.places)
    asPerson(`rm -r r/.git w; git init -q -b main t; cd t; git fetch -q ../r 2>/dev/null || true; cd ..; rm -r t`)
    asPerson(`git init -q -b main r2; mv r2/.git r/.git; rm -r r2; cd r; git add file; commit other`)
    const own = hashOf('main')
    const { added } = await keep(root)
    expect(added).toMatchObject({ kind: 'added' })
    expect(namesOf().split('\n').sort()).toEqual([
      'refs/laptops/xps/HEAD',
      'refs/laptops/xps/heads/main',
      'refs/laptops/xps/heads/side',
      'refs/laptops/xps/stash/0',
      'refs/laptops/xps/stash/1',
      'refs/laptops/xps/tags/v1',
      'refs/laptops/xps/worktrees/w',
    ])
    const kept = ['heads/main', 'heads/side', 'tags/v1', 'stash/0', 'stash/1', 'HEAD'].map((name) =>
      hashOf(`refs/laptops/xps/${name}`),
    )
    expect(kept).toEqual(wanted)
    expect(hashOf('main')).toBe(own)
    inRepository('git fsck --full --strict')
    expect(inRepository('git show refs/laptops/xps/stash/0:file')).toBe('3')
    expect(inRepository('find .git ! -user 65534')).toBe('')
  })

  it('adds nothing when all is there, and says by which name it is kept', async () => {
    asPerson(`${start}; commit two`)
    const { root } = await scanOf(place.places)
    inRepository('commit three')
    expect(await keep(root)).toMatchObject({ compared: { missing: [], kept: [] } })
    inRepository('git reset -q --hard HEAD~2')
    expect(await keep(root)).toMatchObject({ added: { refs: ['refs/laptops/xps/heads/main'] } })
    expect(await keep(root)).toMatchObject({ compared: { missing: [], kept: ['refs/laptops/xps/heads/main'] } })
  })

  it('never moves what was kept earlier, and finds a name beside it', async () => {
    asPerson(`${start}; commit two`)
    const first = await scanOf(place.places)
    inRepository(
      'git reset -q --hard HEAD~1; commit other; git checkout -q -b main2; git branch -D -q main; git branch main/sub',
    )
    const second = await scanOf(place.places)
    inRepository('git checkout -q --orphan fresh; commit fresh; git branch -D -q main/sub main2')
    expect(await keep(first.root)).toMatchObject({ added: { refs: ['refs/laptops/xps/heads/main'] } })
    expect((await keep(second.root)).added).toMatchObject({
      refs: ['refs/laptops/xps-2/heads/main/sub', 'refs/laptops/xps/heads/main2'],
    })
    inRepository('git fsck --full --strict')
  })

  it('tells the outermost of what it has added, and packs no more than is missing', async () => {
    asPerson(`${start}; head -c 300000 /dev/urandom > large; git add large; commit large`)
    inRepository('git checkout -q -b side; commit side')
    const { root } = await scanOf(place.places)
    inRepository(
      'git checkout -q main; git branch -D -q side; git reflog expire --expire=now --all; git gc -q --prune=now',
    )
    const { added } = await keep(root)
    if (added?.kind !== 'added') throw new Error('nothing was added')
    const names = added.paths.map((one) => one.replace(/pack-\w+/, 'pack')).sort()
    expect(names.filter((one) => !one.endsWith('.rev'))).toEqual([
      `${gitFolder}/objects/pack/pack.idx`,
      `${gitFolder}/objects/pack/pack.pack`,
      `${gitFolder}/refs/laptops`,
    ])
    const pack = added.paths.find((one) => one.endsWith('.pack')) ?? ''
    expect(Number(place.bash(`stat -c %s "${path.join(place.home, pack)}"`))).toBeLessThan(1_000)
  })

  it('works with what is cut off, without a work tree, and with SHA-256', async () => {
    asPerson(
      `${start}; commit two; commit three; cd ..; git clone -q --depth 2 "file://$PWD/r" s; rm -rf r; mv s r; cd r; commit mine`,
    )
    const shallow = await scanOf(place.places)
    inRepository('git reset -q --hard HEAD~1; git reflog expire --expire=now --all; git gc -q --prune=now')
    expect(await keep(shallow.root)).toMatchObject({ added: { refs: ['refs/laptops/xps/heads/main'] } })
    inRepository('git fsck')
    place.emptyFolder()
    asPerson('git init -q --object-format=sha256 -b main r; cd r; commit one; commit two')
    const long = await scanOf(place.places)
    inRepository('git reset -q --hard HEAD~1; git reflog expire --expire=now --all; git gc -q --prune=now')
    expect(await keep(long.root)).toMatchObject({ added: { refs: ['refs/laptops/xps/heads/main'] } })
  })

  it('says so of one that borrows objects from another one, wherever that is', async () => {
    asPerson(`${start}; cd ..; mv r lender; git clone -q -s lender r; cp lender/.at r; cd r; commit mine`)
    const { root } = await scanOf(place.places)
    const borrows = { kind: 'unreadable', why: { id: 'home.repositoryBorrows' } }
    expect(await inspectRepositories(root, [gitFolder, 'alice/lender/.git'], 10, {})).toMatchObject([
      borrows,
      { kind: 'read' },
    ])
    expect(await compareCommits(place.home, gitFolder, [], {})).toMatchObject(borrows)
  })

  it('refuses what would not be whole afterwards, and leaves no name of it', async () => {
    asPerson(
      `${start}; commit two; commit three; cd ..; git clone -q --depth 1 "file://$PWD/r" s; rm -rf r; mv s r; cd r; commit mine`,
    )
    const { root } = await scanOf(place.places)
    asPerson('rm -rf r; git init -q -b main r; cd r; commit other')
    expect((await keep(root)).added).toMatchObject({ kind: 'unreadable' })
    expect(namesOf()).toBe('')
  })

  it('says so of a damaged one, on either side', async () => {
    asPerson(`${start}; commit two`)
    inRepository('find .git/objects -name "$(git rev-parse HEAD~1 | cut -c 3-)" -delete')
    const { root } = await scanOf(place.places)
    expect(await inspectRepositories(root, [gitFolder], 10, {})).toMatchObject([
      { kind: 'unreadable', why: { id: 'home.repositoryDamaged' } },
    ])
    asPerson('rm -rf r; git init -q -b main r; cd r; commit other')
    expect((await keep(root)).packed).toMatchObject({ kind: 'unreadable' })
    inRepository('find .git/objects -type f -delete')
    expect((await keep(root)).compared).toMatchObject({ kind: 'compared' })
  })
})

describe('what a repository configures', () => {
  it('is never run: hooks, filters, monitors, includes, promisors, programs for alternates', async () => {
    const trap = path.join(place.home, 'alice/trapped')
    asPerson(`${start}; printf "#!/bin/sh\\ntouch ${trap}\\n" > trap; chmod +x trap; T=$PWD/trap
      commit two; for hook in reference-transaction post-index-change pre-auto-gc post-update update; do cp trap .git/hooks/$hook; done
      git config core.hooksPath $PWD/.git/hooks; git config core.fsmonitor $T; git config filter.x.clean $T; git config filter.x.smudge $T
      git config core.alternateRefsCommand $T; git config core.sshCommand $T; git config core.pager $T; git config core.editor $T
      git config remote.origin.url "ext::$T"; git config remote.origin.promisor true; git config extensions.partialClone origin
      git config core.repositoryFormatVersion 1; git config protocol.ext.allow always; git config gpg.program $T; git config log.showSignature true
      git config uploadpack.packObjectsHook $T; git config include.path ../more; echo "* filter=x" > .gitattributes`)
    const { root } = await scanOf(place.places)
    inRepository(
      'rm -f ../trapped; git -c core.hooksPath=/dev/null -c core.fsmonitor=false update-ref refs/heads/main HEAD~1; rm -f ../trapped',
    )
    place.bash('rm -f trapped')
    const { added } = await keep(root)
    expect(added).toMatchObject({ kind: 'added', refs: ['refs/laptops/xps/heads/main'] })
    expect(existsSync(trap)).toBe(false)
  })

  it('leads root nowhere: a folder of root, a link, and what is no repository', async () => {
    asPerson(
      `${start}; mv .git ../real; ln -s ../real .git; mkdir -p ../empty/objects ../empty/refs; echo x > ../empty/HEAD`,
    )
    const { root } = await scanOf(place.places)
    expect(await inspectRepositories(root, [gitFolder, 'alice/none', 'alice/empty'], 10, {})).toMatchObject([
      { kind: 'absent' },
      { kind: 'absent' },
      { kind: 'read', refs: [], commits: [], isAll: true },
    ])
    place.bash('chown root real')
    expect(await compareCommits(place.home, 'alice/real', [], {})).toMatchObject({
      kind: 'unreadable',
      why: { id: 'home.repositoryOfRoot' },
    })
  })
})

describe('the scan of /home', () => {
  it('finds every folder in which git keeps commits, and each outermost repository as one unit', async () => {
    asPerson(`${start}; cd ..; git init -q --bare b.git; git init -q .; mkdir -p deep/down; git init -q deep/down/n; git init -q deep
      mkdir -p .git/modules; git init -q --bare r/.git/modules/m; git -C r worktree add -q ../w`)
    const { summary } = await scanOf(place.places)
    const found = ['alice/.git', 'alice/b.git', 'alice/deep/.git', 'alice/deep/down/n/.git', 'alice/r/.git']
    expect([...summary.gitFolders].sort()).toEqual([...found, 'alice/r/.git/modules/m'].sort())
    expect([...summary.repositories].sort()).toEqual(
      ['alice/.git', 'alice/b.git', 'alice/deep', 'alice/r', 'alice/w'].sort(),
    )
  })
})
