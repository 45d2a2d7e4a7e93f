import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = (path: string): string => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Bundled, though they would be found at run time: as hundreds of small files they are slow to start.
      externalizeDeps: {
        exclude: ['zod', 'yaml', 'ssh-config', 'age-encryption', 'commander', 'any-signal'],
      },
      rollupOptions: {
        // Workers are entries of their own: core starts them by file name, from source and from the build alike.
        input: {
          index: here('src/main/index.ts'),
          'state-worker': here('src/core/storage/state-worker.ts'),
          'database-inspector': here('src/core/backup/inspect/database-inspector.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload cannot import: it has to be one file, in CommonJS.
      externalizeDeps: false,
      rollupOptions: {
        input: here('src/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    resolve: {
      // The original writes a style tag into the page, which the content security policy forbids.
      alias: { 'react-remove-scroll': here('src/renderer/ui/no-scroll-lock.tsx') },
    },
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The policy admits no data: fonts.
      assetsInlineLimit: 0,
      rollupOptions: { input: here('src/renderer/index.html') },
    },
    plugins: [react(), tailwindcss()],
  },
});
