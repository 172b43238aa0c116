import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { UnreadableSwitch } from '../../../src-renderer/pages/overview/unreadable-switch.tsx'

it('says which line of the last journal cannot be read, what to do, and where to look', () => {
  const error = { code: 'state-unreadable', message: "Line 14 can't be read.", hint: 'Start a new switch.' } as const
  const journal = { switchId: 's1', at: '2026-11-20T07:00:00.000Z', error }
  const html = renderToStaticMarkup(
    <UnreadableSwitch journal={journal} nowMs={Date.parse('2026-11-20T08:00:00.000Z')} />,
  )
  expect(html).toContain('Line 14 can')
  expect(html).toMatch(/may be unfinished\. Start a new switch\./)
  expect(html).toContain('href="#/activity"')
})
