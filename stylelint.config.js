/** Style sheets take every measure and color from styles/tokens.css; docs/design.md says which is for what. */

/** @type {import('stylelint').Config} */
export default {
  reportNeedlessDisables: true,
  referenceFiles: ['src-renderer/styles/tokens.css'],
  rules: {
    'no-unknown-custom-properties': true,
    'color-no-hex': true,
    'color-named': 'never',
    'function-disallowed-list': [/^(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)$/],
    // A media query cannot read a token, so these are the breakpoints.
    'unit-disallowed-list': [['px', 'rem', 'pt'], { ignoreMediaFeatureNames: { px: ['width', 'height'] } }],
    'media-feature-name-value-allowed-list': { width: ['560px', '760px', '900px', '1180px'], height: ['520px'] },
    'media-feature-name-disallowed-list': ['min-width', 'max-width', 'min-height', 'max-height'],
    'declaration-property-value-allowed-list': {
      'border-radius': [/^(0|var\(--radius-[a-z]+\)| )+$/],
      'font-size': [/^var\(--font-[a-z]+\)$/, '0.92em'],
      'font-weight': ['400', '500', '600', '700'],
      'letter-spacing': [/^var\(--tracking-[a-z]+\)$/],
      'line-height': [/^var\(--line-[a-z]+\)$/],
    },
    'declaration-block-no-duplicate-properties': true,
    'no-duplicate-selectors': true,
    'property-no-unknown': true,
  },
  overrides: [
    {
      files: ['src-renderer/styles/tokens.css'],
      rules: { 'color-no-hex': null, 'function-disallowed-list': null, 'unit-disallowed-list': null },
    },
  ],
}
