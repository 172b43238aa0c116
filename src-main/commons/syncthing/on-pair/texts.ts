/** What is said when two folders did not become equal. Laptops go by their labels. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import { countOf } from '../../../kernel/units.ts'
import type { Output } from '../../../contract/define.ts'
import type { identifySync, SyncFolder } from '../verbs.ts'

const syncStates: Readonly<Record<Output<typeof identifySync>['state'], string>> = {
  'never-started': '. It has not been needed so far: it starts when a file in /etc has to be copied.',
  stopped: ', ready. It runs only while files in /etc are copied.',
  running: ', running.',
}

export const doctor = {
  title: 'Syncthing',
  text: (version: string, state: Output<typeof identifySync>['state']): string =>
    `Version ${version}${syncStates[state]}`,
  notTried:
    'pc-switcher has been tried with Syncthing 1.x. Should copying files in /etc fail, install the Syncthing of your system.',
} as const

const fixAndResume = 'Fix the problem described in the details, then resume.'

export function syncSilent(label: string): ErrorText {
  return {
    message: `Syncthing on ${label} is not running or does not answer.`,
    hint: `Run "systemctl status pc-switcher-syncthing" on ${label} to see why, then try again.`,
  }
}

export function folderStopped(label: string, folder: SyncFolder): ErrorText {
  return { message: `Syncthing on ${label} stopped syncing /${folder}.`, hint: fixAndResume }
}

export function cannotCopy(files: number, label: string): ErrorText {
  return { message: `${countOf(files, 'file')} can't be copied to ${label}.`, hint: fixAndResume }
}

export function linkDown(fromLabel: string, toLabel: string): ErrorText {
  return {
    message: `The connection for copying files between ${fromLabel} and ${toLabel} is down.`,
    hint: 'Check that both are on and in the same network, then resume.',
  }
}

export function noProgress(label: string, folder: SyncFolder): ErrorText {
  return {
    message: `Copying /${folder} to ${label} has stopped making progress.`,
    hint: 'Resume. If it happens again, report it with the details.',
  }
}

export function diskFull(label: string): ErrorText {
  return { message: `The disk of ${label} is full.`, hint: `Free some space on ${label}, then resume.` }
}
