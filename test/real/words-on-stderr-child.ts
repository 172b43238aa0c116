/** Asks programs about a tree, where each of them writes a line to standard error as it starts. Prints what they answered. */
import path from 'node:path'
import { findEmptySubvolumes } from '../../src-main/tools/find/empty-subvolumes.ts'
import { findEntries } from '../../src-main/tools/find/find-entries.ts'
import { findFacts } from '../../src-main/tools/find/find-facts.ts'
import { listPaths } from '../../src-main/tools/find/find-paths.ts'
import { findUnreadable } from '../../src-main/tools/find/find-unreadable.ts'
import { sumCopy, sumTree } from '../../src-main/tools/find/sum-tree.ts'
import { readAttributes } from '../../src-main/tools/files/attributes.ts'
import { listInodes } from '../../src-main/tools/btrfs/list-inodes.ts'
import { run } from '../../src-main/tools/run.ts'
import { titles } from '../../src-main/tools/titles/messages.ts'
import { readSameSizes, listVersions } from '../../src-main/tools/sharing/file-versions.ts'

const [root = '', scratch = ''] = process.argv.slice(2)
const nobody = { uid: 65_534, gid: 65_534 }
const names = (entries: readonly { readonly path: string }[]) => entries.map((one) => one.path).toSorted()

const facts = await findFacts({ root, starts: ['', 'not-there'] }, {})
const asNobody = await findFacts({ root, starts: [''], as: nobody }, {})
const listed: string[] = []
await listPaths({ root, paths: ['same-1', 'same-2'] }, (record) => listed.push(record.split('//')[0] ?? ''), {})
const inodes: number[] = []
await listInodes({ folder: root, onInode: ({ inode }) => inodes.push(inode), onSubvolume: () => undefined }, {})
const file = path.join(scratch, 'versions')
const late = await listVersions(
  { families: [{ roots: [root], first: 0 }], leastBytes: 8192, stillSince: 4e9, file },
  {},
)
const lateThen = await listVersions(
  { families: [{ roots: [root], first: 0 }], leastBytes: 8192, stillSince: 0, file: path.join(scratch, 'none') },
  {},
)
const answers = {
  warns: (await run({ title: titles.listFiles({}), argv: ['true'] })).stderr.trim(),
  facts: names(facts.entries),
  denied: facts.denied,
  asNobody: names(asNobody.entries),
  deniedToNobody: asNobody.denied,
  entries: (await findEntries({ root, folder: '', as: nobody }, {})).names.sort(),
  closed: await findEntries({ root, folder: 'closed', as: nobody }, {}),
  unreadable: await findUnreadable({ root, start: 'closed', as: nobody }, {}),
  readable: await findUnreadable({ root, start: 'same-1', as: nobody }, {}),
  listed,
  sums: [await sumTree(root, {}), await sumCopy(root, {})].map((sum) => Number.parseInt(sum, 10)),
  empty: await findEmptySubvolumes(root, {}),
  attributes: (await readAttributes({ paths: [path.join(root, 'same-1')] }, {})).size,
  inodes: inodes.length,
  late,
  lateThen,
  sameSizes: [...readSameSizes(file, 100)].map(({ bytes, versions }) => [bytes, versions.length]),
}
process.stdout.write(JSON.stringify(answers))
