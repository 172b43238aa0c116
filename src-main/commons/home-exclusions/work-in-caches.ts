/**
 * What programs keep among their caches though nobody can make it again. It travels like any other file: it is asked about, and
 * removed where it was removed.
 */
import { rules, type Exclusion } from './exclusion.ts'

/** Caches of a home, and of its Flatpak apps, for which XDG_CACHE_HOME is another folder. */
const anyCache = ['.cache', '.var/app/*/cache']

export const workInCaches: readonly Exclusion[] = rules(
  'work',
  anyCache.flatMap((cache) => [
    // Local history of JetBrains' programs and of Android Studio: every version of a file, also of what git never saw.
    `${cache}/JetBrains/*/LocalHistory`,
    `${cache}/Google/*/LocalHistory`,
    // rclone: what was written to a mount and not uploaded yet, with its list; what a bisync knows of the last time.
    `${cache}/rclone/vfs`,
    `${cache}/rclone/vfsMeta`,
    `${cache}/rclone/bisync`,
    // Drawings and notes that were not saved yet.
    `${cache}/inkscape/inkscape-autosave-*`,
    `${cache}/xournalpp/autosaves`,
    // Sign-ins of Hugging Face: its models come again.
    `${cache}/huggingface/token`,
    `${cache}/huggingface/stored_tokens`,
    // Where many let the shell write what they typed.
    `${cache}/zsh/history`,
    `${cache}/zsh_history`,
  ]),
)
