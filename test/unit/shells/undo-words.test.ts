/** What the command line says before a switch is undone. */
import { expect, it } from 'vitest'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { undoPlanLines } from '../../../src-main/shells/cli/switches/texts.ts'
import { undoNow, undoQuiet } from '../../renderer/undo-answers.ts'

it('names what would be lost', () => {
  const lines = undoPlanLines(undoNow).map(textOf)
  const at = lines.indexOf('Changed on XPS 13 since the switch, and goes back too:')
  expect(lines.slice(at + 1, at + 6)).toEqual([
    '  Home files: 3 new, 12 changed, 1 deleted, 0 renamed, 0 with another mode or owner (4.2 MB)',
    '    made since, would be gone: /home/alice/Documents/talk-draft.odp, /home/alice/notes, /home/alice/todo.txt',
    '    changed since, would be as before: /home/alice/.bash_history, /home/alice/Documents/plan.md, /home/alice/Projects/atlas/map.ts and 9 more',
    '  System: 0 new, 48 changed, 0 deleted, 0 renamed, 0 with another mode or owner (1.1 MB)',
    '    changed since, would be as before: /etc/nanorc, /usr/bin/vim, /usr/bin/vimdiff and 45 more',
  ])
})

it('says what goes and what returns, and nothing of what the switch did', () => {
  const lines = undoPlanLines(undoNow).map(textOf)
  expect(lines.slice(1, 6)).toEqual([
    '  Packages: 3 are removed: docker-ce, ripgrep, gh',
    '  Packages: 2 go back: code, firefox',
    '  Packages: 1 returns: practice-game',
    '  Packages: 1 no longer starts by itself: docker.service',
    '  Home files: 788 new items go: /home/alice/Documents/plan.md, /home/alice/Pictures/2026-11 Porto, /home/alice/todo.txt and 785 more',
  ])
})

it('names nothing where nothing would be lost', () => {
  expect(undoPlanLines(undoQuiet).map(textOf).join('\n')).not.toMatch(/since, would be/)
})
