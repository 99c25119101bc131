"""In-memory twins of the ports, for tests without a broker; they pass the same contract tests as the real ones."""

from shared.testing.memory import InMemoryBlobs, RecordingPublisher, Sent

__all__ = ["InMemoryBlobs", "RecordingPublisher", "Sent"]
