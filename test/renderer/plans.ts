/** What a plan between the two laptops may look like. */
import type { Change, CheckRow, Preview, Question } from '../../src-main/contract/preview.ts'
import { defineWizardPage, wizardPages, type WizardPage } from '../../src-main/contract/wizard-page.ts'
import { pagesOfPlan } from '../../src-main/switch/pages-of-plan.ts'
import { defineStepId, stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import type { PlanView, StepInfo } from '../../src-main/contract/switch-state.ts'
import { p17, xps } from './laptops.ts'
import { etcQuestions } from './etc-questions.ts'

export const steps: StepInfo[] = [
  step(stepIds.checks, 'Check laptops', 'prepare', 'check', [], ''),
  step(
    stepIds.snapshots,
    'Take snapshots',
    'copy',
    'camera',
    [stepIds.checks],
    'Starts after both laptops are checked',
  ),
  step(
    stepIds.systemState,
    'Record packages',
    'copy',
    'notebook',
    [stepIds.snapshots],
    'Starts when the snapshots are taken',
  ),
  step(stepIds.packages, 'Packages', 'copy', 'package', [stepIds.systemState], 'Starts when both laptops are recorded'),
  step(stepIds.home, 'Home files', 'copy', 'home', [stepIds.systemState], 'Starts when both laptops are recorded'),
  step(stepIds.images, 'Virtual machines', 'copy', 'vm', [stepIds.snapshots], 'Starts when the snapshots are taken'),
  step(
    stepIds.etc,
    '/etc files',
    'copy',
    'etc',
    [stepIds.packages],
    'Starts when packages are done, so that they cannot overwrite it',
  ),
]

function step(
  id: StepId,
  title: string,
  stage: StepInfo['stage'],
  icon: StepInfo['icon'],
  after: StepId[],
  waitsFor: string,
): StepInfo {
  return { id, title, stage, icon, after, waitsFor }
}

export const checkRows: CheckRow[] = [
  row('power', 'Power', 'power', 'Plugged in, 84%', 'Plugged in, 63%'),
  row('disk', 'Disk space', 'disk', '412.6 GB free', '128.3 GB free, 25.2 GB needed'),
  row('vm', 'Virtual machines', 'vm', 'None running', 'None running'),
  row('clock', 'Clock', 'clock', 'Set automatically', 'Within 1 s of P17'),
  row('history', 'Latest work', 'history', 'Has the latest work', 'Handed over Wed 18 Nov, 18:09'),
  row('home', 'Home files', 'home', 'Ready, nothing open that conflicts', 'No changes since Wednesday'),
  row('network', 'Connection', 'network', 'Ethernet, 1 Gbit/s', 'Wi-Fi, 866 Mbit/s, strong'),
]

function row(id: string, title: string, icon: CheckRow['icon'], from: string, to: string): CheckRow {
  return { id, title, icon, from: { tone: 'passed', text: from }, to: { tone: 'passed', text: to } }
}

export const installs: Change[] = [
  ['docker-ce', 'apt', '5:27.5.1 · from download.docker.com'],
  ['libvirt-daemon-system', 'apt', '10.0.0-2ubuntu8'],
  ['qemu-system-x86', 'apt', '1:8.2.2+ds-0ubuntu1'],
  ['virt-manager', 'apt', '1:4.1.0-3'],
  ['ovmf', 'apt', '2024.02-2'],
  ['zellij', 'snap', '0.42.2 · classic'],
  ['org.inkscape.Inkscape', 'flatpak', '1.4.2'],
].map(([name = '', kind = '', detail = '']) => ({ effect: 'add', name, kind, detail }))

const updates: Change[] = [
  'firefox',
  'linux-generic',
  'openssh-server',
  'curl',
  'git',
  'libc6',
  'python3',
  'vim',
  'zstd',
].map((name, index) => ({
  effect: 'update',
  name,
  kind: 'apt',
  detail: `2.${index} to 2.${index + 1}`,
}))

const services: Change[] = ['docker.service', 'libvirtd.socket'].map((name) => ({
  effect: 'enable',
  name,
  kind: 'unit',
  detail: 'Starts automatically',
}))

export const removals: Question[] = [
  removal(
    'docker.io',
    'Replaced by docker-ce',
    'Removing docker.io also removes containerd, runc. docker-ce brings its own, and your images in /var/lib/docker stay.',
  ),
  removal('gnome-boxes', 'Removed on P17 on 16 Nov'),
]

function removal(name: string, reason: string, consequence?: string): Question {
  return {
    id: `apt-remove:${name}:amd64`,
    stepId: stepIds.packages,
    form: 'tick',
    pageId: wizardPages.packages.id,
    title: name,
    subject: { kind: 'package', manager: 'apt', name, architecture: 'amd64' },
    reason,
    choices: [
      { id: 'keep', label: 'Keep', effect: 'It stays on XPS 13.', meaning: 'keep', bulk: true },
      {
        id: 'remove',
        label: 'Remove',
        effect: 'It is removed from XPS 13; its configuration stays.',
        meaning: 'remove',
        bulk: true,
      },
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
    ...(consequence === undefined ? {} : { consequence }),
  }
}

export function homeQuestion(
  place: string,
  reason: string,
  safeDefault: 'keep' | 'take' | undefined,
  canLook = false,
): Question {
  return {
    id: `home:${place}`,
    stepId: stepIds.home,
    pageId: wizardPages.home.id,
    form: 'choice',
    title: place,
    subject: { kind: 'home', place },
    reason,
    choices: [
      {
        id: 'keep',
        label: "Keep XPS 13's",
        effect: 'Stays on XPS 13, and is copied to P17 next time.',
        meaning: 'keep',
        bulk: true,
      },
      {
        id: 'take',
        label: "Use P17's",
        effect: "P17's version replaces it. XPS 13's is kept in the snapshot.",
        meaning: 'change',
        bulk: true,
      },
    ],
    ...(safeDefault === undefined ? {} : { safeDefault }),
    required: true,
    secret: false,
    canLook,
    ...(safeDefault === 'keep'
      ? { consequence: "Taking P17's removes 3 items from XPS 13; the snapshot keeps them." }
      : {}),
  }
}

export const homeQuestions: Question[] = [
  homeQuestion('Documents/talk-draft.odp', 'Both changed it: 1 changed on P17, 1 changed on XPS 13', undefined, true),
  homeQuestion(
    'Projects/atlas/notes/route-import.md',
    'Both changed it: 1 changed on P17, 1 changed on XPS 13',
    undefined,
    true,
  ),
  homeQuestion('Pictures/2026-11 Lisbon', 'Only XPS 13 has it (214 items, 1.9 GB)', 'keep'),
  homeQuestion('todo.txt', 'Only XPS 13 has it (1 item, 2.1 kB)', 'keep'),
  homeQuestion('.config/nvim', 'Only XPS 13 changed it: 2 new, 1 changed', 'keep'),
]

const homeChanges: Change[] = [
  { effect: 'add', name: 'Projects/atlas/tiles', kind: 'folder', detail: '812 items', bytes: 14.2e9 },
  { effect: 'update', name: 'Documents/Invoices/2026-11-hosting.pdf', kind: 'file', detail: 'changed', bytes: 84_200 },
  { effect: 'add', name: 'Pictures/2026-11 Porto', kind: 'folder', detail: '431 items', bytes: 3.9e9 },
  { effect: 'remove', name: 'Downloads/ubuntu-24.04.iso', kind: 'file', detail: 'deleted', bytes: 6.1e9 },
]

const headed = (page: WizardPage, title: string, lead: string): WizardPage => ({ ...page, heading: { title, lead } })

const laptopsPage = headed(
  wizardPages.laptops,
  'Which laptop has the latest work?',
  'Nothing is changed before copying starts.',
)

const previewOf = (parts: Partial<Preview>): Preview => ({
  summary: 'Nothing to do',
  pages: [],
  blocks: [],
  questions: [],
  blockers: [],
  estimate: { bytes: 0, items: 0, ms: 1_000 },
  ...parts,
})

export const quietHome = previewOf({
  pages: [wizardPages.home],
  summary: '1,284 new or changed, 36 deleted',
  blocks: [
    {
      kind: 'changes',
      pageId: wizardPages.home.id,
      title: 'Files from P17',
      summary: '1,284 new or changed, 36 deleted',
      count: 1320,
      changes: homeChanges.slice(0, 3),
    },
    {
      kind: 'notice',
      pageId: wizardPages.home.id,
      tone: 'info',
      title: 'Never copied, never removed',
      text: 'Private keys (4); caches (18,211); Tailscale (2).',
    },
  ],
  estimate: { bytes: 18.4e9, items: 1320, ms: 300_000 },
})

export const askingHome = previewOf({
  ...quietHome,
  pages: [
    headed(
      wizardPages.home,
      'XPS 13 has work of its own in 5 places',
      'Nothing of it is lost: what you keep stays on XPS 13, and its present files are in the snapshot that is taken first.',
    ),
  ],
  blocks: [
    {
      kind: 'changes',
      pageId: wizardPages.home.id,
      title: 'Files from P17',
      summary: '1,284 new or changed, 36 deleted',
      count: 1320,
      changes: homeChanges,
    },
    {
      kind: 'notice',
      pageId: wizardPages.home.id,
      tone: 'info',
      title: 'Never copied, never removed',
      text: 'Private keys (4); caches (18,211); Tailscale (2).',
    },
  ],
  questions: homeQuestions,
})

export const previews: Record<StepId, Preview> = {
  [stepIds.checks]: previewOf({ summary: 'Both laptops are ready', blocks: [{ kind: 'checks', rows: checkRows }] }),
  [stepIds.snapshots]: previewOf({
    summary: 'Both laptops, so that everything can be brought back',
    estimate: { bytes: 0, items: 6, ms: 2_000 },
  }),
  [stepIds.systemState]: previewOf({ summary: 'Recorded on P17' }),
  [stepIds.packages]: previewOf({
    summary: '7 to install, 9 to update, 2 removals to decide',
    pages: [
      headed(
        wizardPages.packages,
        'XPS 13 gets the packages of P17',
        'A package is removed only if you tick it. The rest happens by itself.',
      ),
    ],
    blocks: [
      {
        kind: 'changes',
        pageId: wizardPages.packages.id,
        title: 'Install',
        summary: '7 packages',
        count: 7,
        changes: installs,
      },
      {
        kind: 'changes',
        pageId: wizardPages.packages.id,
        title: 'Update',
        summary: '9 packages to the versions of P17',
        count: 9,
        changes: updates,
      },
      {
        kind: 'changes',
        pageId: wizardPages.packages.id,
        title: 'Services',
        summary: '2 get enabled',
        count: 2,
        changes: services,
      },
    ],
    questions: removals,
    estimate: { bytes: 0.6e9, items: 18, ms: 110_000 },
  }),
  [stepIds.home]: quietHome,
  [stepIds.images]: previewOf({
    summary: '1 image to bring up to date, up to 6.2 GB',
    pages: [wizardPages.images],
    blocks: [
      {
        kind: 'changes',
        pageId: wizardPages.images.id,
        title: 'Images of virtual machines',
        summary: '1 image on XPS 13',
        count: 1,
        changes: [
          { effect: 'update', name: 'win11-dev.overlay.qcow2', kind: 'image', detail: 'Changed on P17', bytes: 6.2e9 },
        ],
      },
    ],
    estimate: { bytes: 6.2e9, items: 1, ms: 110_000 },
  }),
  [stepIds.etc]: previewOf({
    summary: '5 files to copy, 8 to decide',
    pages: [wizardPages.etc],
    questions: etcQuestions,
    estimate: { bytes: 12_000, items: 5, ms: 3_000 },
  }),
}

/** The product's plan with some of its steps' previews replaced. */
export function planOf(changes: Partial<Record<keyof typeof stepIds, Preview>> = {}): PlanView {
  const all: Record<StepId, Preview> = { ...previews }
  for (const name of Object.keys(stepIds) as (keyof typeof stepIds)[])
    all[stepIds[name]] = changes[name] ?? all[stepIds[name]] ?? previewOf({})
  return {
    planId: 'plan-1',
    at: '2026-11-20T07:58:00.000Z',
    from: p17,
    to: xps,
    steps,
    previews: all,
    pages: pagesOfPlan(Object.values(all)),
    estimate: { bytes: 25.2e9, items: 1350, ms: 540_000 },
  }
}

export const quietPlan: PlanView = planOf({
  [stepIds.etc]: previewOf({
    pages: [wizardPages.etc],
    summary: '5 files to copy',
    estimate: { bytes: 12_000, items: 5, ms: 3_000 },
  }),
  [stepIds.packages]: previewOf({ pages: [wizardPages.packages], summary: 'Packages and services are the same' }),
})

export const checksWith = (rows: CheckRow[], blockers: Preview['blockers'] = []): Preview =>
  previewOf({ pages: [laptopsPage], blocks: [{ kind: 'checks', rows }], blockers })

/** A capability of its own that shares the page of the packages and has one more. */
const snapsPage = defineWizardPage({ id: 'snap-channels', title: 'Snap channels', icon: 'package', order: 150 })
const snapStep = step(
  defineStepId('snaps'),
  'Snaps',
  'copy',
  'package',
  [stepIds.packages],
  'Starts when packages are done',
)
const snapQuestion = (name: string, page: WizardPage): Question => ({
  ...removal(name, 'Only XPS 13 has it'),
  id: `snap:${page.id}:${name}`,
  stepId: snapStep.id,
  pageId: page.id,
  subject: { kind: 'package', manager: 'snap', name },
})

/** Two steps ask on the page of the packages; one of them has a page of its own besides. */
export const sharedPagePlan: PlanView = (() => {
  const plan = planOf()
  const snaps = previewOf({
    summary: '1 snap to decide',
    pages: [wizardPages.packages, snapsPage],
    questions: [snapQuestion('zellij', wizardPages.packages), snapQuestion('firefox', snapsPage)],
  })
  const all = { ...plan.previews, [snapStep.id]: snaps }
  return { ...plan, steps: [...plan.steps, snapStep], previews: all, pages: pagesOfPlan(Object.values(all)) }
})()

/** P17 is not the one with the latest work. */
export const directionQuestion: Question = {
  id: 'checks:holder',
  stepId: stepIds.checks,
  form: 'choice',
  pageId: wizardPages.laptops.id,
  title: 'Which laptop leads?',
  subject: { kind: 'laptop', name: xps.name },
  reason: 'XPS 13 has newer work than P17, since today, 07:12. Continue anyway?',
  choices: [
    {
      id: 'take-anyway',
      label: 'Copy P17 to XPS 13 anyway',
      effect:
        'Work that only XPS 13 has stays there. Where both changed the same file, you decide. A snapshot of XPS 13 is taken first.',
      meaning: 'change',
      bulk: false,
    },
    {
      id: 'stop',
      label: 'Stop here',
      effect: 'Nothing is changed. Start the switch on XPS 13 instead.',
      meaning: 'stop',
      bulk: false,
    },
  ],
  required: true,
  secret: false,
  canLook: false,
}
