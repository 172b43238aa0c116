import { describe, expect, it } from 'vitest'
import { parseConflictPath, timeInName } from '../../../src-main/contract/conflict-name.ts'

const at = new Date(2026, 10, 29, 14, 5, 12)
const mark = '.sync-conflict-20261129-140512-GPBWUOZ'

describe('the name of a conflict file', () => {
  it.each([
    [`letter${mark}.odt`, 'letter.odt'],
    [`Documents/a b/letter${mark}.odt`, 'Documents/a b/letter.odt'],
    ['notes.sync-conflict-20261129-140512-GPBWUOZ', 'notes'],
    // As Go's filepath.Ext has it, all of ".bashrc" ends the name.
    [`${mark}.bashrc`, '.bashrc'],
    [`archive.tar${mark}.gz`, 'archive.tar.gz'],
    ['old.sync-conflict-20261129-140512.odt', 'old.odt'],
    ['none.sync-conflict-20261129-140512-.odt', 'none.odt'],
    [`line\nbreak${mark}.odt`, 'line\nbreak.odt'],
    [`\xe9\xff${mark}.odt`, '\xe9\xff.odt'],
  ])('%j is a version of %j', (path, file) => {
    expect(parseConflictPath(path)).toEqual({ file, metAt: at })
  })

  it('of a copy of a copy is of the same file', () => {
    const twice = `letter.sync-conflict-20261128-090000-ABCDEFG${mark}.odt`
    expect(parseConflictPath(twice)).toEqual({ file: 'letter.odt', metAt: at })
  })

  it.each([
    'letter.odt',
    'letter.sync-conflict-today.odt',
    'letter.sync-conflict-20261329-140512-GPBWUOZ.odt',
    'letter.sync-conflict-20260231-140512-GPBWUOZ.odt',
    'letter.sync-conflict-20261129-250512-GPBWUOZ.odt',
    'letter.sync-conflict-20261129-140512-lowercase.odt',
    `folder${mark}/letter.odt`,
    // What is left of these is no name.
    mark,
    `${mark}.`,
    `.${mark}`,
    `.${mark}.`,
    `Documents/.${mark}.`,
  ])('is not %j', (path) => {
    expect(parseConflictPath(path)).toBeUndefined()
  })
})

describe('the time in a plain name', () => {
  it('has nothing that a file system refuses', () => {
    expect(timeInName(at)).toBe('2026-11-29 14.05')
  })
})
