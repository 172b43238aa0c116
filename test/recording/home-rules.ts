/** What of the home folder its person leaves out, before the first switch. */
import type { Story } from './story.ts'

const file = '/home/alice/system-state/home.stignore'

export const homeRules: Story = async ({ recorder, shell }) => {
  await recorder.ask('homeExclusions', 'without rules', {})
  for (const name of ['bob', 'carol']) await shell('p17', `useradd -m ${name}`)
  await recorder.ask('homeDecideRule', 'the home of another account', { pattern: '~bob', decision: 'include' })
  await recorder.ask('homeDecideRule', 'a name', { pattern: '*.iso', decision: 'exclude' })
  await recorder.ask('homeDecideRule', 'a path', { pattern: '~/Downloads/films', decision: 'exclude' })
  await recorder.ask('homeDecideRule', 'a cache', { pattern: '/.cache/models', decision: 'include' })
  await recorder.askInVain('homeDecideRule', 'a private key', { pattern: '~/.ssh/id_ed25519', decision: 'include' })
  await recorder.ask('homeExclusions', 'with rules', {})
  await recorder.ask('homeExplain', 'a path', { path: '/home/alice/Downloads/films/one' })
  await shell('p17', `printf 'Downloads/old\\n' >> ${file}`)
  await recorder.ask('homeExclusions', 'with a line that cannot be read', {})
  // The stories that follow have none.
  await shell('p17', `rm ${file}; userdel -r bob; userdel -r carol`)
}
