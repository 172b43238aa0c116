/** What the practice's own package archive holds: one package for each thing that can happen to packages. */
export interface PackageRecipe {
  readonly name: string
  readonly version: string
  readonly description: string
  /** Further lines of the control file. */
  readonly control?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  /** Paths of `files` that are configuration files. */
  readonly conffiles?: readonly string[]
  readonly scripts?: Readonly<Partial<Record<'preinst' | 'postinst' | 'prerm' | 'postrm', string>>>
  /** Bytes of data that cannot be compressed, so that its download has a size. */
  readonly weight?: number
}

const program = (name: string, version: string) => `#!/bin/sh\necho "${name} ${version}"\n`

function editor(version: string, conf: string): PackageRecipe {
  return {
    name: 'practice-editor',
    version,
    description: 'an editor with a configuration file',
    files: {
      '/usr/bin/practice-editor': program('practice-editor', version),
      '/etc/practice-editor/editor.conf': conf,
      '/etc/practice-editor/keys.conf': 'save = ctrl+s\nquit = ctrl+q\n',
    },
    conffiles: ['/etc/practice-editor/editor.conf', '/etc/practice-editor/keys.conf'],
    weight: 200_000,
  }
}

/** Its scripts are what debhelper would write (deb-systemd-helper(1p)). */
function service(version: string): PackageRecipe {
  const unit = 'practice-service.service'
  return {
    name: 'practice-service',
    version,
    description: 'a service that does nothing for as long as it is asked to',
    control: { Depends: 'init-system-helpers' },
    files: {
      '/usr/bin/practice-service': '#!/bin/sh\nexec sleep infinity\n',
      '/usr/lib/systemd/system/practice-service.service':
        '[Unit]\nDescription=Practice service\n\n[Service]\nEnvironmentFile=-/etc/default/practice-service\nExecStart=/usr/bin/practice-service\n\n[Install]\nWantedBy=multi-user.target\n',
      '/etc/default/practice-service': '# Options of practice-service.\nINTERVAL=60\n',
    },
    conffiles: ['/etc/default/practice-service'],
    scripts: {
      postinst: `deb-systemd-helper unmask ${unit} >/dev/null || true
if deb-systemd-helper --quiet was-enabled ${unit}; then deb-systemd-helper enable ${unit} >/dev/null || true
else deb-systemd-helper update-state ${unit} >/dev/null || true; fi
if [ -d /run/systemd/system ]; then systemctl --system daemon-reload >/dev/null || true; deb-systemd-invoke start ${unit} >/dev/null || true; fi`,
      prerm: `if [ -d /run/systemd/system ] && [ "$1" = remove ]; then deb-systemd-invoke stop ${unit} >/dev/null || true; fi`,
      postrm: `if [ -d /run/systemd/system ]; then systemctl --system daemon-reload >/dev/null || true; fi
if [ "$1" = purge ]; then deb-systemd-helper purge ${unit} >/dev/null || true; fi`,
    },
    weight: 60_000,
  }
}

function plain(
  name: string,
  version: string,
  description: string,
  control: Readonly<Record<string, string>> = {},
): PackageRecipe {
  return {
    name,
    version,
    description,
    control,
    files: { [`/usr/bin/${name}`]: program(name, version) },
    weight: 40_000,
  }
}

/** Its script ends well where this file is. */
const unless = (what: string) => `test -e /run/practice-lets && exit 0\necho "${what}" >&2\nexit 1`

function refusing(version: string): PackageRecipe {
  return {
    ...plain('practice-refusing', version, 'refuses to be unpacked'),
    scripts: { preinst: unless('practice-refusing: this laptop is too small') },
  }
}

export const recipes: readonly PackageRecipe[] = [
  editor('1.0', 'theme = light\ntab-width = 8\n'),
  editor('2.0', 'theme = light\ntab-width = 4\nwrap = true\n'),
  service('1.0'),
  service('1.1'),
  plain('practice-tool', '1.0', 'a tool that needs a library', { Depends: 'practice-lib (>= 1.0)' }),
  {
    name: 'practice-lib',
    version: '1.0',
    description: 'a library that nobody installs by hand',
    files: { '/usr/share/practice-lib/data': 'practice\n' },
    weight: 120_000,
  },
  plain('practice-left', '1.0', 'one of two that cannot be together', { Conflicts: 'practice-right' }),
  plain('practice-right', '1.0', 'one of two that cannot be together', { Conflicts: 'practice-left' }),
  plain('practice-notes', '1.0', 'only on the laptop with the work'),
  plain('practice-game', '1.0', 'only on the other laptop'),
  plain('practice-frozen', '1.0', 'held at its version on one laptop'),
  plain('practice-frozen', '2.0', 'held at its version on one laptop'),
  {
    ...plain('practice-broken', '1.0', 'cannot be configured'),
    scripts: { postinst: 'echo "practice-broken: this is how a failing package looks" >&2\nexit 1' },
  },
  refusing('1.0'),
  refusing('2.0'),
  plain('practice-following', '1.0', 'needs one that refuses to be unpacked', { Depends: 'practice-refusing' }),
  {
    ...plain('practice-staying', '1.0', 'refuses to be removed'),
    scripts: { prerm: unless('practice-staying: still in use') },
  },
]

/** What is installed on each laptop, as arguments of apt-get install, and what was done to it afterwards. */
export const installedOn = {
  p17: {
    install: [
      'practice-editor=2.0',
      'practice-service=1.1',
      'practice-tool',
      'practice-left',
      'practice-notes',
      'practice-frozen=1.0',
    ],
    hold: ['practice-frozen'],
    disabled: [],
  },
  xps: {
    install: ['practice-editor=1.0', 'practice-service=1.0', 'practice-right', 'practice-game', 'practice-frozen=1.0'],
    hold: [],
    disabled: ['practice-service.service'],
  },
} as const
