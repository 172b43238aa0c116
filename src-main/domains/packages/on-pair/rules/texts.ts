/** What is said of the person's rules for packages. */
import type { PackageRuleChange, PackageRuleKind } from '../../../../contract/package-rule.ts'
import type { ErrorText } from '../../../../kernel/app-error.ts'

export const shownFile = '~/system-state/packages.rules'

export const rulesHeader = [
  '# What a switch does with packages, services and package sources, a rule each line:',
  '# apart apt nvidia-*                       each laptop keeps its own: neither installed, removed nor asked about',
  '# both flatpak org.gnome.Maps              always on both: what one laptop lacks is never a reason to remove it',
  '# never apt code                           left as it is on each laptop, also the version where both have it',
  '# apart snap firefox                      the same of a snap',
  '# apart unit cups.service                  each laptop keeps its own setting; user-unit for one of every user',
  '# apart source https://example.org stable  not added to the other laptop, and not asked about',
  '# apart flatpak-source https://example.org/repo  the same of a source of Flatpak apps',
  '# apart alternative editor                each laptop keeps its own default program; both: as on the laptop you leave',
  '# A name counts before a pattern, and of two patterns the later line. * is any characters, ? is one.',
  '# What has no line is asked about at each switch: to decide later, write nothing.',
] as const

const unitName = 'Write the name of a unit, "cups.service", or a pattern with * and ?.'

/** Why there can be no such rule. */
export const whyNot = {
  form: 'Write "apart", "both" or "never", then apt, flatpak, snap, unit, user-unit, source, flatpak-source or alternative, then the name: apart apt nvidia-*',
  name: {
    apt: 'Write the name of a package, "powertop" or "powertop:amd64", or a pattern with * and ?.',
    flatpak: 'Write the ID of an app, "org.gnome.Maps", or a pattern with * and ?.',
    snap: 'Write the name of a snap, "firefox", or a pattern with * and ?.',
    unit: unitName,
    'user-unit': unitName,
    source: 'Write the address and the suite: "https://example.org stable", or a pattern with * and ?.',
    'flatpak-source':
      'Write the address without a slash at its end: "https://example.org/repo", or a pattern with * and ?.',
    alternative: 'Write what the program is for, "editor", or a pattern with * and ?.',
  } satisfies Readonly<Record<PackageRuleKind, string>>,
  bothSource: 'Who signs a source may change anything, so it is added only when you say so in a switch.',
  ownPackage: 'pc-switcher needs this package. It is left alone on both laptops.',
  machineUnit: 'This unit belongs to each laptop. A switch never changes it.',
} as const

/** `why`: a sentence that says why no rule can mean it. */
export const refusedRule = (name: string, why: string): ErrorText => ({
  message: `A rule for ${name} is not possible.`,
  hint: why,
})

const decisions: Readonly<Record<PackageRuleChange['decision'], string>> = {
  apart: 'each laptop keeps its own',
  both: 'always on both',
  never: 'never by a switch',
  none: 'ask again',
}

/** Of the commit in ~/system-state. */
export const ruleCommit = ({ name, decision }: PackageRuleChange): string => `${name}: ${decisions[decision]}`
