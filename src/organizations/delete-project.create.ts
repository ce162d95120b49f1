import { listClusters } from '../clients/cloud/clusters.ts';
import { deleteProject as destroy, listProjects } from '../clients/cloud/projects.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import {
  cannotBeUndone,
  checkConfirmation,
  confirmField,
  notedGone,
  noteGone,
} from '../kit/destructive.ts';
import { refuse } from '../kit/errors.ts';
import { flag } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { firstOf } from '../kit/text.ts';
import { readNames } from '../vocabulary/names.ts';
import { chosenProject, oneProjectField } from '../vocabulary/projects.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { projectRecord, toProjectRecord } from './project-record.ts';

export const deleteProject = defineAction({
  key: 'delete_project',
  noun: 'Project',
  label: 'Delete Project',
  description: 'Deletes a project that holds no clusters.',
  replay: 'safe',
  level: 'everything',
  lock: LOCKS.places,
  inputFields: [
    cannotBeUndone(
      'This cannot be undone: the project and its users’ roles in it are gone. A project with clusters is never deleted.',
    ),
    { ...oneProjectField, required: true },
    confirmField('Project Name'),
  ],
  record: {
    changed: flag('Changed', true),
    summary: summaryField('Project weather was deleted.'),
    ...projectRecord,
  },
  perform: async (run) => {
    const deleted = await deletedBefore(run);
    if (deleted) return answer(deleted);
    const project = await chosenProject(run, run.input.project_id);
    checkConfirmation(run.input.confirm, [project.name], 'Project Name');
    await refuseUnlessEmpty(run, project);
    const names = await readNames(run, { regions: false });
    const record = toProjectRecord(project, names);
    noteGone(run, record);
    await destroy(run.cloud, project.id);
    return answer(record);
  },
});

function answer(record: ProjectRecord) {
  return { changed: true, summary: `Project ${record.name} was deleted.`, ...record };
}

type ProjectRecord = ReturnType<typeof toProjectRecord>;

/** The project that this very run deleted before the reply was lost. */
async function deletedBefore(run: Run<unknown>): Promise<ProjectRecord | null> {
  const record = notedGone<ProjectRecord>(run);
  if (!record) return null;
  const projects = await listProjects(run.cloud);
  return projects.some(({ id }) => id === record.id) ? null : record;
}

async function refuseUnlessEmpty(
  run: Run<unknown>,
  project: { id: string; name: string | null },
): Promise<void> {
  const clusters = await listClusters(run.cloud, { projectId: project.id });
  const inside = clusters.filter((cluster) => cluster.project_id === project.id);
  if (inside.length === 0) return;
  const names = inside.map(({ name, id }) => name ?? id);
  throw refuse(
    `project ${project.name ?? project.id} holds clusters (${firstOf(names, { most: 3 })})`,
    'Only an empty project can be deleted.',
  );
}
