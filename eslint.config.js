import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

export default defineConfig(
  globalIgnores(['dist/', '.data/', 'src/generated/', 'public/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // tsc's noPropertyAccessFromIndexSignature decides this
      '@typescript-eslint/dot-notation': 'off',
      // Without it a deleted `await` is invisible
      '@typescript-eslint/no-floating-promises': 'error',
      // `void` is what a handler returns that answers at once
      '@typescript-eslint/no-invalid-void-type': 'off',
      'max-lines': ['error', 300],
      'no-warning-comments': 'error',
      complexity: ['error', 12],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }] } },
  // Interfaces are how a library's types are extended
  {
    files: ['src/core/sign-in.ts', 'src/core/session.ts', 'tests/support/*-setup.ts'],
    rules: { '@typescript-eslint/consistent-type-definitions': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', performance: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
  },
)
