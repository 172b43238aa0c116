/** The bulk of a home: documents, pictures, settings, caches. p17 has the work; xps an older part and a little of its own. */
import type { Host } from './layout.ts'
import { randomBytesOf, randomOf, textPool } from './random.ts'
import { epoch, type TreeWriter } from './tree-writer.ts'

/** Folders and how many files of a hundred they get. */
const places = [
  { folder: 'Documents/letters', share: 8, ending: 'odt', bytes: 12_000 },
  { folder: 'Documents/invoices', share: 8, ending: 'pdf', bytes: 20_000 },
  { folder: 'Documents/notes', share: 14, ending: 'md', bytes: 3_000 },
  { folder: 'Pictures/albums', share: 10, ending: 'jpg', bytes: 60_000 },
  { folder: 'Music', share: 3, ending: 'ogg', bytes: 120_000 },
  { folder: 'Downloads', share: 3, ending: 'zip', bytes: 80_000 },
  { folder: 'projects/webshop/node_modules', share: 22, ending: 'js', bytes: 1_500 },
  { folder: 'projects/analysis/.venv/lib', share: 10, ending: 'py', bytes: 2_500 },
  { folder: '.config', share: 6, ending: 'conf', bytes: 800 },
  { folder: '.local/share/apps', share: 6, ending: 'db', bytes: 6_000 },
  { folder: '.cache', share: 10, ending: 'bin', bytes: 8_000 },
] as const

const filesPerFolder = 40
const day = 86_400

/** What the two laptops have of a file. Chosen by its number, so that both fills agree without talking. */
type Sharing = 'equal' | 'newer on p17' | 'only on p17' | 'newer on xps' | 'different'

function sharingOf(random: number): Sharing {
  if (random < 70) return 'equal'
  if (random < 79) return 'newer on p17'
  if (random < 97) return 'only on p17'
  if (random < 99) return 'newer on xps'
  return 'different'
}

export function fillFiles(writer: TreeWriter, host: Host, count: number): void {
  const random = randomOf('home')
  const text = textPool(1 << 20)
  const noise = randomBytesOf('pictures', 1 << 20)
  for (const { folder, share, ending, bytes } of places) {
    const files = Math.max(1, Math.round((count * share) / 100))
    // Thousands of large files would only fill the disk: the larger the home, the smaller its files.
    const largest = Math.max(200, Math.min(bytes, Math.round(bytes * (20_000 / Math.max(count, 20_000)))))
    for (let number = 0; number < files; number++) {
      const size = 50 + random.below(largest * 2)
      const start = random.below((1 << 20) - 300_000)
      const sharing = folder === '.cache' ? 'different' : sharingOf(random.below(100))
      const written = epoch + random.below(400 * day)
      const version = versionOn(host, sharing)
      if (version === undefined) continue
      const pool = ['jpg', 'ogg', 'zip', 'bin', 'pdf'].includes(ending) ? noise : text
      const content = pool.subarray(start, start + size)
      writer.file(
        nameOf(folder, number, ending),
        version === '' ? content : Buffer.concat([Buffer.from(`${version}\n`), content]),
        {
          mtime: written + (version === '' ? 0 : 30 * day),
        },
      )
    }
  }
}

/** What stands before the common content: nothing in the older version, undefined where there is no such file. */
function versionOn(host: Host, sharing: Sharing): string | undefined {
  switch (sharing) {
    case 'equal':
      return ''
    case 'newer on p17':
      return host === 'p17' ? 'went on here' : ''
    case 'newer on xps':
      return host === 'xps' ? 'went on on the other' : ''
    case 'only on p17':
      return host === 'p17' ? '' : undefined
    case 'different':
      return host
  }
}

function nameOf(folder: string, number: number, ending: string): string {
  const group = Math.floor(number / filesPerFolder)
  const deeper = group >= filesPerFolder ? `${Math.floor(group / filesPerFolder)}/` : ''
  return `${folder}/${deeper}${group % filesPerFolder}/${number}.${ending}`
}

/** Files that nobody would call bulk. */
export function fillOwnFiles(writer: TreeWriter, host: Host): void {
  writer.file(
    'Documents/plan.md',
    host === 'p17' ? '# Plan\n\n1. Finish the thesis\n2. Sleep\n' : '# Plan\n\n1. Start the thesis\n',
    {
      mtime: epoch + (host === 'p17' ? 300 : 200) * day,
    },
  )
  writer.file('Videos/holiday.mkv', randomBytesOf('video', 20_000_000), { mtime: epoch + 100 * day })
  writer.file(
    '.gitconfig',
    '[user]\n\tname = Alice Example\n\temail = alice@example.invalid\n[init]\n\tdefaultBranch = main\n',
  )
  writer.file('.profile', '[ -n "$BASH_VERSION" ] && [ -f ~/.bashrc ] && . ~/.bashrc\n')
  writer.file(
    '.bashrc',
    `# ~/.bashrc\nalias ll='ls -l'\nexport EDITOR=${host === 'p17' ? 'practice-editor' : 'nano'}\n`,
    { mtime: epoch + (host === 'p17' ? 250 : 240) * day },
  )
  writer.file('.bash_history', host === 'p17' ? 'git push\nmake thesis\n' : 'ls\npractice-game\n', { mode: 0o600 })
  for (const name of ['Public', 'Templates', 'Desktop/empty', 'projects/ideas/later']) writer.folder(name)
  if (host === 'xps') {
    writer.file('Documents/written on the train.txt', 'Only the xps has this.\n', { mtime: epoch + 310 * day })
    writer.file('Games/practice-game/savegame.dat', randomBytesOf('savegame', 40_000), { mtime: epoch + 305 * day })
    writer.file('Pictures/xps-webcam/IMG_0001.jpg', randomBytesOf('webcam', 90_000), { mtime: epoch + 306 * day })
  }
}
