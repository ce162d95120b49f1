import { listProjects, type Project, renameProject as rename } from '../clients/cloud/projects.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named } from '../kit/choose.ts';
import { isMissing } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenProject, oneProjectField } from '../vocabulary/projects.ts';
import { checkProjectName } from './project-name.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const renameProject = defineAction({
  key: 'rename_project',
  noun: 'Project',
  label: 'Rename Project',
  description: 'Renames a project.',
  replay: 'safe',
  lock: LOCKS.places,
  inputFields: [
    { ...oneProjectField, required: true },
    {
      key: 'name',
      label: 'New Name',
      required: true,
      helpText: 'Letters, digits, spaces, hyphens and underscores.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    name_before: text('Name Before', 'weather'),
    ...projectRecord,
    name: text('Project Name', 'weather-europe'),
  },
  perform: async (run) => {
    const { name } = run.input;
    checkProjectName(name);
    const project = await theProject(run);
    const names = await readNames(run, { regions: false });
    const owner = names.organization(project.organization_id);
    const name_before = run.notes.get('name before') ?? project.name;
    if (project.name === name) {
      return { changed: run.notes.has('project'), name_before, ...toProjectRecord(project, owner) };
    }
    run.notes.set('project', project.id).set('name before', project.name ?? '');
    const renamed = await rename(run.cloud, project.id, name);
    return { changed: true, name_before, ...toProjectRecord(renamed, owner) };
  },
});

/**
 * The project chosen. After a lost reply it may have the new name already, and is known by its id by then;
 * likewise when the whole step is run again with the old name, which nothing has any more.
 */
async function theProject(run: Run<{ project_id: string; name: string }>): Promise<Project> {
  const { project_id: chosen, name } = run.input;
  try {
    return await chosenProject(run, run.notes.get('project') ?? chosen);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const renamed = named(await listProjects(run.cloud), name);
    const [only] = renamed;
    if (only === undefined || renamed.length > 1) throw error;
    return only;
  }
}
