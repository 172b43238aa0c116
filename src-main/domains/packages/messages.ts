import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

const named = z.object({ names: z.array(z.string()) })
const planAgain = 'Plan the switch again. The new plan shows it.'

export const packagesMessages = defineCatalogue('packages', {
  broken: problem('packages-failed', noData, () => ({
    message: 'apt refuses to change any package, because the installed ones have broken dependencies.',
    hint: 'Run "sudo apt --fix-broken install" on the laptop you are switching to, then plan again.',
  })),
  stoppedByGate: problem('packages-refused', noData, () => ({
    message: 'apt was stopped before it did something you had not agreed to. Nothing was changed.',
    hint: planAgain,
  })),
  interrupted: problem('packages-failed', noData, () => ({
    message: 'Installing packages was interrupted.',
    hint: 'Resume the switch, which continues where it stopped.',
  })),
  notFinished: problem('packages-failed', named, ({ names }) => ({
    message: `apt did not finish ${listOf(names)}.`,
    hint: 'Fix the problem described in the details, then resume.',
  })),
  needed: problem('packages-refused', z.object({ name: z.string() }), ({ name }) => ({
    message: `${name} is needed by pc-switcher or by the system and can't be removed.`,
    hint: 'Plan the switch again and keep it.',
  })),
  notDownloaded: problem('packages-failed', named, ({ names }) => ({
    message: `The downloaded files of ${listOf(names)} are gone, or damaged. Nothing was installed.`,
    hint: 'Resume the switch, which gets them again.',
  })),
  notAgreed: problem('plan-changed', noData, () => ({
    message: 'Installing packages would now do something you have not agreed to. Nothing was installed.',
    hint: planAgain,
  })),
  notPossible: problem('plan-changed', noData, () => ({
    message: 'The packages can no longer be installed as planned. Nothing was installed.',
    hint: 'Plan the switch again. The new plan leaves out what cannot be installed.',
  })),
  heldSince: problem('plan-changed', noData, () => ({
    message: 'A package that was to be changed is on hold now. Nothing was installed.',
    hint: planAgain,
  })),
  otherKey: problem('plan-changed', z.object({ name: z.string() }), ({ name }) => ({
    message: `The key of the package source ${name} is not the one that was shown.`,
    hint: planAgain,
  })),

  /** Why a package is left out: in a list, after its name. */
  conflicts: sentence(named, ({ names }) => `Conflicts with ${names.join(', ')}`),
  changesLeft: sentence(named, ({ names }) => `Would change ${listOf(names)}, which your rule leaves alone`),
  changesHeld: sentence(named, ({ names }) => `Would change ${listOf(names)}, which is on hold there`),
  keptOut: sentence(
    z.object({ name: z.string() }),
    ({ name }) =>
      `It is on hold there, so that apt does not install it ("sudo apt-mark unhold ${name}" lifts the hold)`,
  ),
  olderVersions: sentence(noData, () => 'Would install older versions of other packages'),
  dependencyMissing: sentence(
    z.object({ name: z.string() }),
    ({ name }) => `Needs ${name}, which can't be installed with it`,
  ),
  notRepaired: sentence(noData, () => 'apt refuses it until broken dependencies are repaired'),
  notOffered: sentence(noData, () => 'No package source offers it'),
  onlyOther: sentence(
    z.object({ newest: z.string(), version: z.string() }),
    ({ newest, version }) => `The package sources offer only ${newest}, not ${version}`,
  ),
  dependencies: sentence(noData, () => 'Its dependencies are not met'),
  architecture: sentence(
    z.object({ architecture: z.string() }),
    ({ architecture }) => `The package lists for ${architecture} could not be fetched`,
  ),
  updating: sentence(noData, () => 'Updating the package lists'),
  withoutLastMarks: sentence(
    noData,
    () => 'The next switch then takes no mark of a package away; the one after it does again.',
  ),
  withoutUntried: sentence(
    noData,
    () => 'Look into /etc/apt/sources.list.d for a source that you did not add, if apt can no longer be used.',
  ),
  withoutFailures: sentence(
    noData,
    () => 'The next proof does not say why an app could not be installed, or a service not changed.',
  ),
})

function listOf(names: readonly string[]): string {
  const first = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${first} and ${names.length - 3} more` : first
}
