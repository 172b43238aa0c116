/** Every sentence of the pages that pair this laptop with another one. */
import type { NeedsPassword, PossibleTarget } from '../../../src-main/contract/pairing-calls.ts'

export const texts = {
  address: {
    title: (laptop: string) => `${laptop} is not paired yet`,
    lead: 'Which is your other laptop? It needs nothing but an SSH server.',
    label: 'Name or address of the other laptop',
    placeholder: 'xps.local, 192.168.1.23 or alice@xps',
    note: 'Everything that will be set up is shown first. Until then nothing on either laptop is changed.',
    looking: 'Looking for other laptops…',
    found: { network: 'On this network', settings: 'In your SSH settings' } satisfies Record<
      PossibleTarget['from'],
      string
    >,
    howToName: 'Its address is in the network settings of that laptop. An alias of your SSH settings works too.',
    submit: 'Find it',
    busy: 'Connecting…',
  },
  compare: {
    title: 'Is this your other laptop?',
    lead: 'Compare its key on the other screen. You do this only once.',
    key: 'Host key',
    answers: 'Answers at',
    how: 'On the other laptop, run this in a terminal. It shows the same fingerprint:',
    command: 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    wordsToo: 'Where pc-switcher is installed there already, "pc-switcher pair" shows the words too.',
    differ: 'They differ',
    match: 'They match, continue',
    busy: 'Signing in…',
  },
  password: {
    titles: {
      signIn: 'Sign in on the other laptop',
      sudoThere: 'Root rights on the other laptop',
      sudoHere: 'Root rights on this laptop',
    } satisfies Record<NeedsPassword['for'], string>,
    lead: 'It is used for this alone, and kept nowhere.',
    submit: 'Continue',
    busy: 'Checking…',
  },
  agree: {
    title: (here: string, there: string) => `Pair ${here} and ${there}`,
    lead: 'This will be set up. It can all be taken away again.',
    on: (name: string, system: string) => `On ${name}, ${system}`,
    refusedTitle: 'These laptops cannot be paired yet',
    refusedLead: 'Nothing was changed.',
    again: 'Check again',
    begin: 'Pair laptops',
    cancel: 'Cancel',
    busy: 'Pairing…',
  },
  working: {
    title: 'Pairing both laptops',
    lead: 'Keep both laptops awake and connected.',
    text: 'Setting up both laptops',
    brokenTitle: 'Pairing is not finished',
    brokenLead: 'What was set up stays. Start again, and it goes on from there, or take it back on both laptops.',
    takeBack: 'Take it back',
    stop: 'Stop',
  },
  done: {
    title: (here: string, there: string) => `${here} and ${there} are paired`,
    lead: 'This was checked on both laptops:',
    open: 'Open pc-switcher',
    passed: 'Passed',
    notPassed: 'Not passed',
    onLaptop: (laptop: string) => `on ${laptop}`,
  },
  back: 'Back',
}
