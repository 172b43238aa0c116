import { expect, it } from 'vitest'
import { findAclAccounts } from '../../src-main/domains/home-sync/on-machine/owners/answers.ts'
import { makePracticePlace } from './files-place.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(256))

it('are told by name, with the files and folders that give them something, each once', async () => {
  place.bash(`
    touch plain owner mine $'raw \\xff' out 'with space'; mkdir folder; ln -s mine link
    setfacl -m u:root:r mine $'raw \\xff' out; setfacl -m u:root:r,g:54321:rw 'with space'
    setfacl -m g:root:x folder; setfacl -d -m g:root:x folder; setfacl -m m::r plain; setfattr -n user.note -v x owner`)
  const paths = async function* () {
    await Promise.resolve()
    for (const name of ['folder', 'link', 'mine', 'owner', 'plain', 'raw \xff', 'with space']) yield `alice/${name}`
  }
  expect(await findAclAccounts({ root: place.home, paths: paths() }, {})).toEqual([
    { kind: 'group', name: 'root', number: 0, count: 1, examples: ['alice/folder'] },
    {
      kind: 'user',
      name: 'root',
      number: 0,
      count: 3,
      examples: ['alice/mine', 'alice/raw \xff', 'alice/with space'],
    },
    { kind: 'group', name: '54321', number: 54321, count: 1, examples: ['alice/with space'] },
  ])
})
