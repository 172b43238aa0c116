import type { Setting } from '../contract/calls.ts'
import type { AppPaths } from './app-paths.ts'

/** How this installation is set up. Nothing can be changed here yet; each line says where it comes from. */
export function listSettings(
  paths: AppPaths,
  peer: { readonly name: string; readonly address: string } | undefined,
): Setting[] {
  return [
    {
      group: 'The other laptop',
      title: 'Paired with',
      value: peer === undefined ? 'Not paired' : peer.name,
      explanation: 'Set when the laptops are paired.',
    },
    ...(peer === undefined
      ? []
      : [
          {
            group: 'The other laptop',
            title: 'Address',
            value: peer.address,
            explanation: 'Reached through SSH, with a key of its own.',
          },
        ]),
    {
      group: 'What travels',
      title: 'Home files',
      value: '/home',
      explanation: 'Everything but private keys, caches and what belongs to one laptop alone.',
    },
    {
      group: 'What travels',
      title: 'Files in /etc',
      value: `${paths.systemState}/etc.stignore`,
      explanation: 'Only files with an "always" rule; see /etc rules.',
    },
    {
      group: 'What travels',
      title: 'Virtual machines',
      value: '/var/lib/libvirt/images',
      explanation: 'QCOW2 images; guests have to be off.',
    },
    {
      group: 'What is kept here',
      title: 'Snapshots and records',
      value: '/var/lib/pc-switcher',
      explanation: 'Never copied and never rolled back with /home.',
    },
    {
      group: 'What is kept here',
      title: 'Rules and package lists',
      value: paths.systemState,
      explanation: 'A git repository that both laptops share; committed by the laptop that is left.',
    },
  ]
}
