/**
 * Writes every generated file: run it after a change of schema, events, errors or settings, and commit what it
 * changes.
 */
import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { graphFiles } from './graph-files.js';
import { problemsOf } from './problems.js';
import { errorsFile, eventFiles, settingsFile } from './reference-files.js';

const graph = await graphFiles();
const sdls = graph.filter((file) => file.path.startsWith('subgraphs/')).map((file) => file.text);
const files = [...graph, ...eventFiles(), errorsFile(problemsOf(sdls)), settingsFile()];
for (const { path, text } of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
console.info(`${files.length} files generated`);
