/** Builds the two pages into `dist/web`, where the gateway finds them: the live board, and the playground. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * GraphiQL's style sheet carries its fonts as data addresses, which the pages' content policy rightly
 * forbids and which are most of its weight: the fonts of the system are used instead.
 */
const systemFonts: Plugin = {
  name: 'system-fonts',
  enforce: 'pre',
  transform: (code, id) => (/\.css$/.test(id) ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : null),
};

export default defineConfig({
  root: at('.'),
  plugins: [systemFonts, react()],
  build: {
    outDir: at('../dist/web'),
    emptyOutDir: true,
    // Nothing may become a data address: the content policy knows only files of this origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: [at('index.html'), at('playground/index.html')],
      onLog: (level, log, tell) => {
        // A note of one package to its own compiler; bundled, it has nobody left to read it.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
  server: {
    proxy: { '/graphql': { target: process.env['COALITION_URL'] ?? 'http://127.0.0.1:4000', ws: true } },
  },
});
