import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { findTopics, helpTopics } from '../../../src-main/contract/help-words.ts'
import { Topics } from '../../../src-renderer/pages/help/topics.tsx'

it('has the questions of the command line, with commands and names of the screen set apart', () => {
  const html = renderToStaticMarkup(<Topics topics={helpTopics} />)
  for (const { question } of helpTopics) expect(html).toContain(question)
  expect(html).toContain('<code>pc-switcher undo</code>')
  expect(html).toContain('<em>Restore this version…</em>')
  expect(html).toContain('<em>Bring back…</em>')
  expect(html.replaceAll(/<[^>]*>/g, '')).not.toMatch(/[`_]/)
})

it('finds how to get a deleted file back', () => {
  const html = renderToStaticMarkup(<Topics topics={findTopics('how do I get a deleted file back')} />)
  expect(html).toContain('snapshots restore')
  expect(html).not.toContain('pc-switcher undo')
})
