/** A unit of systemd as it is shown: "pipewire.socket (of every user)". */
export interface ScopedUnit {
  readonly unit: string
  /** users: started in every user's own service manager, `systemctl --global`. Otherwise the system's. */
  readonly scope?: 'users' | undefined
}

const ofEveryUser = ' (of every user)'

export function formatUnit({ unit, scope }: ScopedUnit): string {
  return scope === undefined ? unit : `${unit}${ofEveryUser}`
}

/** Of what is shown so. No name of a unit has a space. */
export function parseUnit(shown: string): ScopedUnit {
  if (!shown.endsWith(ofEveryUser)) return { unit: shown }
  return { unit: shown.slice(0, -ofEveryUser.length), scope: 'users' }
}
