/**
 * logind keeps a file for each session in /run/systemd/sessions and writes it anew with every change. sd-login(3) lets
 * programs watch that folder with inotify(7), as sd_login_monitor_new(3) does; what a session is, only loginctl(1) says.
 */
import { watch } from 'node:fs'

export interface SessionWatch {
  close(): void
}

/** `changed` is called when somebody logs in or out, and several times while they do. Throws where there is no logind. */
export function watchSessions(changed: () => void, folder = '/run/systemd/sessions'): SessionWatch {
  const watcher = watch(folder, { persistent: false }, changed)
  // Nothing more is told, which is what it would be without.
  watcher.on('error', () => {
    watcher.close()
  })
  return watcher
}
