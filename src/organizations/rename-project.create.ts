import { listProjects, type Project, renameProject as rename } from '../clients/cloud/projects.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named } from '../kit/choose.ts';
import { isMissing } from '../kit/errors.ts';
import { flag, type RecordOf, text } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenProject, oneProjectField } from '../vocabulary/projects.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { checkProjectName } from './project-name.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

/** The project that this run asked to rename. */
const ASKED = note<{ id: string; nameBefore: string }>('asked for');

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
      key: 'new_name',
      label: 'New Name',
      required: true,
      helpText: 'Letters, digits, spaces, hyphens and underscores.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    summary: summaryField('Project weather is called weather-europe now.'),
    name_before: text('Name Before', 'weather'),
    ...projectRecord,
    name: text('Project Name', 'weather-europe'),
  },
  perform: async (run) => {
    const { new_name: name } = run.input;
    checkProjectName(name);
    const project = await theProject(run);
    const names = await readNames(run, { regions: false });
    const asked = run.notes.get(ASKED);
    const name_before = asked?.nameBefore ?? project.name;
    if (project.name === name) {
      return answer(asked !== undefined, name_before, toProjectRecord(project, names));
    }
    run.notes.set(ASKED, { id: project.id, nameBefore: project.name ?? '' });
    const renamed = await rename(run.cloud, project.id, name);
    return answer(true, name_before, toProjectRecord(renamed, names));
  },
});

function answer(changed: boolean, before: string | null, record: RecordOf<typeof projectRecord>) {
  const summary = changed
    ? `Project ${before ?? record.id} is called ${record.name} now.`
    : `Project ${record.name} is called that already.`;
  return { changed, summary, name_before: before, ...record };
}

/**
 * The project chosen. After a lost reply it may have the new name already, and is known by its id by then;
 * likewise when the whole step is run again with the old name, which nothing has any more.
 */
async function theProject(run: Run<{ project_id: string; new_name: string }>): Promise<Project> {
  const { project_id: chosen, new_name: name } = run.input;
  try {
    return await chosenProject(run, run.notes.get(ASKED)?.id ?? chosen);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const renamed = named(await listProjects(run.cloud), name);
    const [only] = renamed;
    if (only === undefined || renamed.length > 1) throw error;
    return only;
  }
}
