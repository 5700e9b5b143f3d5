"""The connectory compiler: a folder of action specs in, clients, schemas and pages out."""

__version__ = "0.1.0"
