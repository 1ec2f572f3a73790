"""What a container's session is made of: the files brought in and the cells run, in order."""

from agents.values import Cell, Profile, SourceFile, Value


class Journal(Value):
    """From this a lost session is made again; it is kept with the container."""

    sources: tuple[SourceFile, ...] = ()
    cells: tuple[Cell, ...] = ()
    profile: Profile = Profile(tables=())

    @property
    def has_session(self) -> bool:
        """Whether there is anything for which a session was begun."""
        return bool(self.sources or self.cells)

    def without_outputs(self) -> "Journal":
        """What has to be kept: the code and whether it worked. Outputs are kept with what shows them."""
        empty = {"stdout": "", "stderr": "", "value": "", "files": ()}
        cells = [
            cell.model_copy(update={"execution": cell.execution.model_copy(update=empty)})
            for cell in self.cells
        ]
        return self.model_copy(update={"cells": tuple(cells)})
