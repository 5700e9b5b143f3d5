"""The version that requests name as their sender. A constant: reading package metadata is slow."""

VERSION = "0.1.0"
