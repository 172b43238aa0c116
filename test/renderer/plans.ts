/** What a plan between the two laptops may look like: what real ones said, with other names and amounts. */
import type {
  Change,
  CheckRow,
  Choice,
  EffectCounts,
  Preview,
  PreviewBlock,
  Question,
} from '../../src-main/contract/preview.ts'
import {
  defineWizardPage,
  pageIdSchema,
  wizardPages,
  type PageId,
  type WizardPage,
} from '../../src-main/contract/wizard-page.ts'
import { block as blockOfLeft } from '../../src-main/domains/packages/on-pair/later/texts.ts'
import { pagesOfPlan } from '../../src-main/switch/make-plan.ts'
import { defineStepId, stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import type { PlanView, StepInfo } from '../../src-main/contract/switch-state.ts'
import { etcQuestions, manyEtcQuestions } from './etc-questions.ts'
import type { PackageManager } from '../../src-main/contract/package-rule.ts'
import { oneOf, recordedPlan } from './recorded.ts'

const first = recordedPlan('the first plan')
const later = recordedPlan('a plan after both went on')
const nothing = recordedPlan('a plan with nothing to do')

export const steps: readonly StepInfo[] = first.steps

function previewIn(plan: PlanView, stepId: StepId): Preview {
  return oneOf(`the step ${stepId}`, [plan.previews[stepId]])
}

const questionsIn = (plan: PlanView): readonly Question[] =>
  Object.values(plan.previews).flatMap(({ questions }) => questions)

export const recordedQuestion = (plan: PlanView, what: string, fits: (question: Question) => boolean): Question =>
  oneOf(what, questionsIn(plan), fits)

const rowsIn = ({ blocks }: Preview): readonly CheckRow[] =>
  blocks.flatMap((block) => (block.kind === 'checks' ? block.rows : []))

/** What the cells of some checks say instead: of the source, and of the target. */
const cells: Readonly<Record<string, readonly [string, string]>> = {
  power: ['Plugged in, 84%', 'Plugged in, 63%'],
  disk: ['412.6 GB free', '128.3 GB free'],
  clock: ['Set automatically', 'Within 1 s of P17'],
}

export const checkRows: readonly CheckRow[] = rowsIn(previewIn(first, stepIds.checks)).map((row) => {
  const [from, to] = cells[row.id] ?? [row.from.text, row.to.text]
  return { ...row, from: { ...row.from, text: from }, to: { ...row.to, text: to } }
})

/** Some check with a cell of another tone on the target. */
export function checkRowsWith(id: string, to: CheckRow['to'], remedy: string): readonly CheckRow[] {
  return checkRows.map((row) => (row.id === id ? { ...row, to, remedy } : row))
}

/** A recorded list of changes with others in it, each like the first that was recorded. */
function listOf(preview: Preview, title: string, instead: ListInstead): PreviewBlock {
  const { changes, ...block } = oneOf(
    `the block ${title}`,
    preview.blocks.flatMap((one) => (one.kind === 'changes' && one.title === title ? [uncounted(one)] : [])),
  )
  const like = undecided(oneOf('a change', changes))
  return {
    ...block,
    summary: instead.summary,
    count: instead.count ?? instead.changes.length,
    ...(instead.counts === undefined ? {} : { counts: instead.counts }),
    changes: instead.changes.map((change) => ({ ...like, ...change })),
  }
}

type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>

/** What can be decided is about that one alone. */
const undecided = ({ refusable: _, ...change }: Change): Omit<Change, 'refusable'> => change

/** As of a list of which only a part is told. */
const uncounted = ({ counts: _, ...block }: ChangesBlock): Omit<ChangesBlock, 'counts'> => block

interface ListInstead {
  readonly summary: string
  readonly count?: number
  readonly counts?: EffectCounts
  readonly changes: readonly Partial<Change>[]
}

/** That it can be decided about is of each by itself. */
function installed(name: string, detail: string, kind: PackageManager = 'apt'): Partial<Change> {
  return { name, kind, detail, refusable: refusableOf(name, kind) }
}

function refusableOf(name: string, kind: PackageManager = 'apt'): NonNullable<Change['refusable']> {
  return { kind, name: `${name}:amd64`, decisions: ['apart', 'never'], later: `${kind}-later:${name}:amd64` }
}

const installs: readonly Partial<Change>[] = [
  installed('docker-ce', '5:27.5.1'),
  installed('libvirt-daemon-system', '10.0.0-2ubuntu8'),
  installed('qemu-system-x86', '1:8.2.2+ds-0ubuntu1'),
  installed('virt-manager', '1:4.1.0-3'),
  { name: 'ovmf', detail: '2024.02-2, needed by others' },
  installed('zellij', '0.42.2', 'snap'),
  installed('org.inkscape.Inkscape', '1.4.2', 'flatpak'),
]

const updates: readonly Partial<Change>[] = [
  'firefox',
  'linux-generic',
  'openssh-server',
  'curl',
  'git',
  'libc6',
  'python3',
  'vim',
  'zstd',
].map((name, index) => ({ name, detail: `2.${index} → 2.${index + 1}` }))

const services: readonly Partial<Change>[] = ['docker.service', 'libvirtd.socket'].map((name) => ({ name }))

const plainRemoval = recordedQuestion(
  first,
  'a removal',
  ({ form, consequence }) => form === 'tick' && consequence === undefined,
)

export const removals: readonly Question[] = [
  {
    ...removal('docker.io', 'Linux container runtime · 0.3 GB with 2 others', '27.5.1', ['containerd', 'runc']),
    consequence:
      'Removing docker.io also removes containerd, runc. docker-ce brings its own, and your images in /var/lib/docker stay.',
  },
  removal('gnome-boxes', 'Simple GNOME app to access virtual systems · 12.3 MB', '46.0'),
]

/** `about`: what it is and what it takes; `along`: what goes with it. */
function removal(name: string, about: string, version: string, along: readonly string[] = []): Question {
  const changes = [name, ...along].map((one) => ({
    ...{ effect: 'remove' as const, name: one, kind: 'apt', detail: version },
    bytes: along.length > 0 ? 89.4e6 : 12.3e6,
  }))
  const brings = { counts: { remove: changes.length }, changes }
  return {
    ...plainRemoval,
    choices: plainRemoval.choices.map((choice) => (choice.meaning === 'remove' ? { ...choice, brings } : choice)),
    id: `apt-remove:${name}:amd64`,
    title: name,
    subject: { kind: 'package', manager: 'apt', name, architecture: 'amd64' },
    reason: `${about} · Installed by hand · Only XPS 13 has it (${version})`,
  }
}

const isHome = ({ stepId }: Question) => stepId === stepIds.home
const recordedOfHome = {
  both: recordedQuestion(later, 'a file that both changed', (one) => isHome(one) && one.safeDefault === undefined),
  'only-there': recordedQuestion(
    later,
    'a file that only XPS 13 has',
    (one) => isHome(one) && one.safeDefault === 'keep',
  ),
}

/** Which version is the newer one is told of those that a test makes so. */
const withoutVersions = ({ newer: _, versions: _too, ...question }: Question): Question => question

/** `going`: how many items of the other laptop go when it is not kept. */
export function homeQuestion(
  place: string,
  kind: keyof typeof recordedOfHome,
  reason: string,
  going?: number,
): Question {
  const recorded = withoutVersions(recordedOfHome[kind])
  const brings = going === undefined ? {} : { brings: { counts: { remove: going }, changes: goingLines(place, going) } }
  return {
    ...recorded,
    choices: recorded.choices.map((choice) => {
      if (choice.id === 'both') return { ...choice, ...ofBoth(place) }
      return choice.id === 'take' ? { ...choice, ...brings } : choice
    }),
    id: `home:${place}`,
    title: place,
    subject: { kind: 'home', place },
    reason,
  }
}

/** What the choice by which both versions stay says of one file. */
function ofBoth(place: string): Pick<Choice, 'effect' | 'brings'> {
  const name = place.slice(place.lastIndexOf('/') + 1).replace(/(\.\w+)?$/, ' (XPS 13)$1')
  return {
    effect: `P17's version takes the name. XPS 13's stays next to it as ${name}, and is copied to P17 next time.`,
    brings: {
      counts: { update: 1 },
      changes: [{ effect: 'update', name: place, kind: 'file', detail: '1 item' }],
    },
  }
}

function goingLines(place: string, going: number): Change[] {
  const isFolder = going > 1
  return [
    {
      effect: 'remove',
      name: place,
      kind: isFolder ? 'folder' : 'file',
      detail: isFolder ? `${going} items` : '1 item',
    },
  ]
}

const bothChanged = 'Both changed it: 1 changed on P17, 1 changed on XPS 13'

export const homeQuestions: readonly Question[] = [
  homeQuestion('Documents/talk-draft.odp', 'both', bothChanged),
  homeQuestion('Projects/atlas/notes/route-import.md', 'both', bothChanged),
  homeQuestion('Pictures/2026-11 Lisbon', 'only-there', 'Only XPS 13 has it (214 items, 1.9 GB)', 214),
  homeQuestion('todo.txt', 'only-there', 'Only XPS 13 has it (1 item, 2.1 kB)', 1),
  homeQuestion('.config/nvim', 'only-there', 'Only XPS 13 has it (3 items, 8.0 kB)', 3),
]

function withEffects(question: Question, effects: Readonly<Record<string, string>>): Question {
  const choices = question.choices.map((choice) => ({ ...choice, effect: effects[choice.id] ?? choice.effect }))
  return { ...question, choices }
}

/** Of a folder in which each laptop has some newer files, as a plan says it. */
function newerWins(place: string, ours: number, theirs: number): Pick<Question, 'newer' | 'choices'> {
  return {
    newer: 'newer',
    choices: [
      ...ofNoFile(homeQuestion(place, 'both', bothChanged)).choices,
      {
        id: 'newer',
        label: 'Newer wins',
        effect: `Of each, the version that was changed later: ${String(ours)} items of P17, ${String(theirs)} items of XPS 13. What is replaced is kept in the snapshot.`,
        meaning: 'change',
        brings: {
          counts: { update: ours },
          changes: [{ effect: 'update', name: place, kind: 'folder', detail: `${String(ours)} items` }],
        },
        bulk: false,
      },
      bothStay(place, ours + theirs),
    ],
  }
}

/** Without the choice that only files have. */
function ofNoFile(question: Question): Question {
  return { ...question, choices: question.choices.filter(({ id }) => id !== 'both') }
}

/** Of files that both laptops have, as a plan says it. */
function bothStay(place: string, files: number): Choice {
  return {
    id: 'both',
    label: 'Keep both',
    effect:
      "P17's version of each file takes the name. XPS 13's stays next to it with (XPS 13) in its name, and is copied to P17 next time.",
    meaning: 'change',
    brings: {
      counts: { update: files },
      changes: [{ effect: 'update', name: place, kind: 'folder', detail: `${String(files)} items` }],
    },
    bulk: true,
  }
}

/** With what each laptop has of it. */
export const homeVersions: readonly Question[] = [
  {
    ...withEffects(
      ofNoFile(
        homeQuestion('Projects/atlas', 'both', 'Both changed it: 14 new, 3 changed on P17, 9 new, 5 changed on XPS 13'),
      ),
      {
        keep: 'Stays on XPS 13, and is copied to P17 next time. Commits that only P17 has are kept as refs/laptops/p17.',
        take: "P17's version replaces it. XPS 13's is kept in the snapshot. Commits that only XPS 13 has are kept as refs/laptops/xps.",
      },
    ),
    newer: 'take',
    versions: [
      {
        laptop: 'P17',
        what: 'main: Read routes from GPX files',
        at: '2026-11-20T17:02:00.000Z',
        more: '3 commits that XPS 13 lacks',
        isNewer: true,
      },
      {
        laptop: 'XPS 13',
        what: 'tiles: Cache tiles for a week',
        at: '2026-11-18T08:40:00.000Z',
        more: '2 commits that P17 lacks',
        isNewer: false,
      },
    ],
  },
  {
    ...homeQuestion('Documents/thesis', 'both', 'Both changed it: 94 changed on P17, 94 changed on XPS 13'),
    title: '94 items in Documents/thesis',
    ...newerWins('Documents/thesis', 81, 13),
    versions: [
      {
        laptop: 'P17',
        what: '94 files, 12.4 MB',
        at: '2026-11-20T16:12:00.000Z',
        more: '81 newer than on XPS 13',
        isNewer: true,
      },
      {
        laptop: 'XPS 13',
        what: '94 files, 12.1 MB',
        at: '2026-11-19T21:30:00.000Z',
        more: '13 newer than on P17',
        isNewer: false,
      },
    ],
  },
  ...homeQuestions.slice(2, 3),
]

/** What both changed, and what only the other laptop has. */
export const manyHomeQuestions = (conflicts: number, onlyThere: number): readonly Question[] => [
  ...Array.from({ length: conflicts }, (_, index): Question => {
    const [like] = homeVersions.slice(index % 2, 2)
    const place = `${['Projects', 'Documents', 'Music'][index % 3] ?? ''}/work-${String(index + 1)}`
    return { ...homeQuestion(place, 'both', bothChanged), ...(like === undefined ? {} : { versions: like.versions }) }
  }),
  ...Array.from({ length: onlyThere }, (_, index) =>
    homeQuestion(
      `${['Pictures', 'Games'][index % 2] ?? ''}/kept-${String(index + 1)}`,
      'only-there',
      `Only XPS 13 has it (${String(index + 2)} items, ${String(index + 1)}.4 MB)`,
      1,
    ),
  ),
]

const manyRemovals = (count: number): readonly Question[] =>
  Array.from({ length: count }, (_, index) => ({
    ...removal(`lib-added-${String(index + 1).padStart(3, '0')}`, 'A library for maps · 12.3 MB', `1.${String(index)}`),
    ...(index % 20 === 4 ? { consequence: `Removing lib-added-00${String(index + 1)} also removes lib-extra.` } : {}),
  }))

const homeChanges: readonly Partial<Change>[] = [
  { effect: 'add', name: 'Projects/atlas/tiles', kind: 'folder', detail: '812 items', bytes: 14.2e9 },
  { effect: 'update', name: 'Documents/Invoices/2026-11-hosting.pdf', kind: 'file', detail: 'changed', bytes: 84_200 },
  { effect: 'add', name: 'Pictures/2026-11 Porto', kind: 'folder', detail: '431 items', bytes: 3.9e9 },
  { effect: 'remove', name: 'Downloads/ubuntu-24.04', kind: 'folder', detail: '36 items', bytes: 0 },
]

/** The pages of a preview with another heading on one of them; without one, as before anything is asked there. */
function withHeading(pages: readonly WizardPage[], pageId: PageId, title?: string): WizardPage[] {
  return pages.map((page) => {
    if (page.id !== pageId) return page
    const { heading, ...rest } = page
    return title === undefined || heading === undefined ? rest : { ...rest, heading: { ...heading, title } }
  })
}

const homeSummary = '1,284 new or changed, 1 renamed, 36 deleted'
const homeLater = previewIn(later, stepIds.home)
const leftOutAt = homeLater.blocks.findIndex(({ kind }) => kind === 'notice')
const homeFirst = previewIn(first, stepIds.home)
/** What is left out can be changed, though these laptops said so before it could. */
const homeNotices = homeLater.blocks.flatMap((block, index) =>
  block.kind !== 'notice'
    ? []
    : index === leftOutAt
      ? [{ ...block, changeIn: { label: 'What is not copied', page: 'settings', item: 'home' } }]
      : [block],
)

export const quietHome: Preview = {
  ...homeLater,
  summary: homeSummary,
  pages: withHeading(homeLater.pages, wizardPages.home.id),
  blocks: [
    listOf(homeFirst, 'Files from P17', {
      summary: `${homeSummary}, about 18.4 GB to XPS 13`,
      count: 1321,
      changes: homeChanges.slice(0, 3),
    }),
    ...homeNotices,
  ],
  questions: [],
  estimate: { bytes: 18.4e9, items: 1321, ms: 300_000 },
}

export const askingHome: Preview = {
  ...quietHome,
  pages: withHeading(homeLater.pages, wizardPages.home.id, 'XPS 13 has its own changes in 5 places'),
  blocks: [
    listOf(homeFirst, 'Files from P17', {
      summary: `${homeSummary}, about 18.4 GB to XPS 13`,
      count: 1321,
      counts: { add: 900, update: 384, rename: 1, remove: 36 },
      changes: homeChanges,
    }),
    ...homeNotices,
  ],
  questions: [...homeQuestions],
}

export const comparingHome: Preview = {
  ...askingHome,
  pages: withHeading(homeLater.pages, wizardPages.home.id, 'Both laptops have different files in 3 places'),
  questions: [...homeVersions],
}

const packagesFirst = previewIn(first, stepIds.packages)
const imagesFirst = previewIn(first, stepIds.images)

/** The plan of packages once one of them was decided about. */
export const withoutInstall = (name: string): Preview => {
  const packages = oneOf('the packages', [previews[stepIds.packages]])
  const blocks = packages.blocks.map((block) => {
    if (block.kind !== 'changes') return block
    const changes = block.changes.filter((change) => change.name !== name)
    return { ...block, changes, count: changes.length }
  })
  return { ...packages, blocks }
}

/** The plan once this switch is to leave one of them. */
export const leavingInstall = (name: string): PlanView => {
  const { blocks, ...packages } = withoutInstall(name)
  const [title, summary] = blockOfLeft('XPS 13')
  const change = { effect: 'keep', name, kind: 'apt', detail: '5:27.5.1' } as const
  const left: PreviewBlock = {
    ...{ kind: 'changes', pageId: wizardPages.packages.id, title, summary, count: 1 },
    changes: [{ ...change, refusable: refusableOf(name) }],
  }
  const plan = planOf({ packages: { ...packages, blocks: [...blocks, left] } })
  return { ...plan, planId: 'plan-2', kept: { [`apt-later:${name}:amd64`]: 'later' } }
}

export const previews: Readonly<Record<StepId, Preview>> = {
  ...first.previews,
  [stepIds.checks]: {
    ...previewIn(first, stepIds.checks),
    blocks: [{ kind: 'checks', rows: [...checkRows] }],
  },
  [stepIds.packages]: {
    ...packagesFirst,
    summary: '7 to install, 9 to update, 2 removals to decide, 2 services',
    blocks: [
      listOf(packagesFirst, 'Install', { summary: '7 packages to install on XPS 13', changes: installs }),
      listOf(packagesFirst, 'Update', { summary: '9 packages to update on XPS 13', changes: updates }),
      listOf(packagesFirst, 'Services', {
        summary: 'Services that will start automatically on XPS 13',
        changes: services,
      }),
    ],
    questions: [...removals],
    estimate: { bytes: 0.6e9, items: 18, ms: 110_000 },
  },
  [stepIds.home]: quietHome,
  [stepIds.images]: {
    ...imagesFirst,
    summary: 'Updates the virtual machine win11-dev and 1 image, at most 6.2 GB',
    pages: withHeading(imagesFirst.pages, pageIdSchema.parse('images')),
    blocks: [
      listOf(imagesFirst, 'VM images', {
        summary: '1 virtual machine on XPS 13',
        changes: [
          {
            ...{ effect: 'update', name: 'win11-dev', detail: 'Changed on P17', bytes: 6.2e9 },
            parts: [
              { name: 'win11-dev.overlay.qcow2', bytes: 6.2e9 },
              ...['settings', 'UEFI variables', 'TPM', '2 snapshots'].map((name) => ({ name })),
            ],
          },
        ],
      }),
    ],
    questions: [],
    estimate: { bytes: 6.2e9, items: 1, ms: 110_000 },
  },
  [stepIds.etc]: {
    ...previewIn(first, stepIds.etc),
    summary: '5 files to copy, 8 files to decide',
    questions: [...etcQuestions],
    estimate: { bytes: 12_000, items: 5, ms: 4_000 },
  },
}

/** The product's plan with some of its steps' previews replaced. */
export function planOf(changes: Partial<Record<keyof typeof stepIds, Preview>> = {}): PlanView {
  const named = Object.entries(stepIds).flatMap(([name, id]) => {
    const preview = changes[name as keyof typeof stepIds]
    return preview === undefined ? [] : [[id, preview] as const]
  })
  const all: Record<StepId, Preview> = { ...previews, ...Object.fromEntries(named) }
  return {
    ...first,
    planId: 'plan-1',
    at: '2026-11-20T07:58:00.000Z',
    previews: all,
    pages: pagesOfPlan(Object.values(all)),
    estimate: { bytes: 25.2e9, items: 1350, ms: 540_000 },
  }
}

/** Of packages alone. */
export const packagesPlan = (): PlanView => {
  const plan = planOf()
  const wanted = [stepIds.checks, stepIds.snapshots, stepIds.systemState, stepIds.packages, stepIds.localUnits]
  const infos = plan.steps.filter(({ id }) => wanted.includes(id))
  const kept = Object.fromEntries(
    infos.flatMap(({ id }) => {
      const preview = plan.previews[id]
      return preview === undefined ? [] : [[id, preview] as const]
    }),
  )
  return {
    ...plan,
    scope: 'packages',
    steps: infos,
    previews: kept,
    pages: pagesOfPlan(Object.values(kept)),
    estimate: { bytes: 212e6, items: 16, ms: 90_000 },
  }
}

/** Everything that a page can ask, in the amounts of two laptops that lived apart. */
export const manyQuestionsPlan = (etc: number, packages: number, conflicts: number): PlanView =>
  planOf({
    etc: { ...previewIn(first, stepIds.etc), questions: [...manyEtcQuestions(etc)] },
    packages: { ...oneOf('the packages', [previews[stepIds.packages]]), questions: [...manyRemovals(packages)] },
    home: { ...askingHome, questions: [...manyHomeQuestions(conflicts, 8)] },
  })

/** A laptop that was set up anew: nearly everything has to come. */
export const manyPackagesPlan = (count: number): PlanView => {
  const changes = Array.from({ length: count }, (_, index) => ({ name: `lib-added-${index}`, detail: '1.0' }))
  const summary = `${count} packages to install on XPS 13`
  return planOf({ packages: { ...packagesFirst, blocks: [listOf(packagesFirst, 'Install', { summary, changes })] } })
}

/** Two sources that only P17 has: one that answered, and one that did not; and one that has a password. */
export const sourcesPlan: PlanView = planOf({
  packages: {
    ...packagesFirst,
    blocks: [
      ...packagesFirst.blocks,
      {
        ...{ kind: 'changes', pageId: wizardPages.packages.id, title: 'Sources not added', count: 1 },
        summary: 'XPS 13 stays without these',
        changes: [
          {
            ...{ effect: 'cannot', name: 'https://deb.example.org/private stable', kind: 'apt' },
            detail: 'Its address holds a password, which is never copied. Set it up on XPS 13 by hand',
          },
        ],
      },
    ],
    questions: [
      sourceQuestion(
        'https://download.docker.com/linux/debian trixie',
        'P17 has docker-ce, docker-ce-cli and containerd.io from it · Signed by Docker Release (CE deb) <docker@docker.com>, key 9DC8 5822 9FC7 DD38 854A E2D8 8D81 803C 0EBF CD88',
        ['containerd.io', 'docker-ce', 'docker-ce-cli'],
      ),
      sourceQuestion(
        'https://packages.microsoft.com/repos/code stable',
        "P17 has code from it · Signed by Microsoft (Release signing) <gpgsecurity@microsoft.com>, key BC52 8686 B50D 79E3 39D3 721C EB3E 94AD BE12 29CF · XPS 13 can't reach it now. What it offers is known once it is added",
        [],
      ),
      ...packagesFirst.questions,
    ],
  },
})

function sourceQuestion(id: string, reason: string, brings: readonly string[]): Question {
  return {
    ...{
      id: `apt-source:${id}`,
      stepId: stepIds.packages,
      pageId: wizardPages.packages.id,
      form: 'tick',
      title: id,
      reason,
    },
    ...{ subject: { kind: 'package-source', id }, about: '', safeDefault: 'leave' },
    ...{ required: false, secret: false, canLook: false },
    choices: [
      { id: 'leave', label: 'Leave', effect: 'XPS 13 stays without it.', meaning: 'keep', bulk: true },
      {
        ...{ id: 'add', label: 'Add to XPS 13', word: 'Add', meaning: 'change', bulk: false },
        effect:
          'Added to XPS 13 with its key, before packages are installed. Its owner can then update packages there.',
        brings: {
          counts: { add: brings.length },
          changes: brings.map((name) => ({ effect: 'add', name, kind: 'apt', detail: '5:28.3.1-1' })),
        },
      },
      {
        ...{ id: 'keep-always', label: "Leave, don't ask again", word: 'Always leave', meaning: 'keep', bulk: true },
        effect: 'XPS 13 stays without it. Not asked about again.',
        rule: { kind: 'package-source', id },
      },
    ],
  }
}

export const quietPlan: PlanView = planOf({
  etc: { ...previewIn(first, stepIds.etc), summary: '5 files to copy', questions: [] },
  packages: {
    ...previewIn(nothing, stepIds.packages),
    summary: 'Packages and services are the same',
    blocks: [],
    questions: [],
  },
})

/** Nothing differs and nothing is asked. */
export const samePlan: PlanView = {
  ...planOf(
    Object.fromEntries(
      Object.entries(stepIds).flatMap(([name, id]) => {
        const preview = nothing.previews[id]
        return preview === undefined ? [] : [[name, { ...preview, summary: 'No changes', blocks: [], questions: [] }]]
      }),
    ),
  ),
  at: '2026-11-20T07:59:50.000Z',
  estimate: nothing.estimate,
}

export const checksWith = (rows: readonly CheckRow[]): Preview => ({
  ...previewIn(first, stepIds.checks),
  blocks: [{ kind: 'checks', rows: [...rows] }],
})

/** The step that stops the start while a virtual machine runs. */
const imagesOfBoth = previewIn(later, stepIds.images)
/** An image that both changed; the recorded pair has no libvirt, which would know when the guest was started. */
export const imagesAsked: Preview = {
  ...imagesOfBoth,
  questions: imagesOfBoth.questions.map((question) => ({
    ...question,
    versions: [
      {
        ...{ laptop: 'P17', what: '6.2 GB', at: '2026-11-19T17:40:00.000Z', isNewer: true },
        startedAt: '2026-11-19T16:58:00.000Z',
      },
      {
        ...{ laptop: 'XPS 13', what: '5.9 GB', at: '2026-11-17T09:12:00.000Z', isNewer: false },
        startedAt: '2026-11-17T08:03:00.000Z',
      },
    ],
  })),
}

/** A guest that is not shut down on the source. */
export const imagesRunning: Preview = {
  ...imagesOfBoth,
  pages: withHeading(imagesOfBoth.pages, pageIdSchema.parse('images'), 'win11-dev is not shut down on P17'),
  blocks: [
    listOf(imagesFirst, 'VM images', {
      summary: '1 virtual machine on XPS 13',
      changes: [
        {
          ...{ effect: 'keep', name: 'win11-dev', kind: 'VM', bytes: 6.2e9 },
          detail: 'win11-dev runs on P17. You decide',
        },
      ],
    }),
  ],
  questions: imagesAsked.questions.slice(0, 1).map((question) => ({
    ...question,
    ...{ title: 'win11-dev', reason: 'win11-dev runs on P17', safeDefault: 'keep' },
    choices: [
      {
        ...{ id: 'keep', label: 'Leave it out of this switch', effect: 'XPS 13 keeps what it has' },
        ...{ meaning: 'keep' as const, bulk: true },
      },
      {
        ...{ id: 'take', label: 'Shut it down when copying starts', meaning: 'change' as const, bulk: true },
        effect: 'Shuts win11-dev down on P17 when copying starts. Left out if not off after 3 minutes',
        brings: {
          counts: { update: 1 },
          changes: [{ effect: 'update', name: 'win11-dev', kind: 'VM', detail: 'Changed on P17', bytes: 6.2e9 }],
        },
      },
    ],
  })),
  estimate: { bytes: 0, items: 0, ms: 0 },
}

export const imagesInUse: Preview = previewIn(recordedPlan('a plan while a virtual machine runs'), stepIds.images)

/** A capability of its own that shares the page of the packages and has one more. */
const snapsPage = defineWizardPage({ id: 'snap-channels', title: 'Snap channels', icon: 'package', order: 150 })
const snapStep: StepInfo = {
  id: defineStepId('snaps'),
  title: 'Snaps',
  stage: 'copy',
  icon: 'package',
  after: [stepIds.packages],
  waitsFor: 'Starts after the packages',
}
const snapQuestion = (name: string, page: WizardPage): Question => ({
  ...removal(name, 'A snap · 12.3 MB', '1.0'),
  id: `snap:${page.id}:${name}`,
  stepId: snapStep.id,
  pageId: page.id,
  subject: { kind: 'package', manager: 'snap', name },
})

/** Two steps ask on the page of the packages; one of them has a page of its own besides. */
export const sharedPagePlan: PlanView = (() => {
  const plan = planOf()
  const snaps: Preview = {
    ...previewIn(first, stepIds.systemState),
    summary: '2 snaps to decide',
    pages: [wizardPages.packages, snapsPage],
    questions: [snapQuestion('zellij', wizardPages.packages), snapQuestion('firefox', snapsPage)],
  }
  const all = { ...plan.previews, [snapStep.id]: snaps }
  return { ...plan, steps: [...plan.steps, snapStep], previews: all, pages: pagesOfPlan(Object.values(all)) }
})()

/** P17 is not the one with the latest work. */
export const holderChecks: Preview = previewIn(later, stepIds.checks)
