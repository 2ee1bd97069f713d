"""The data folder: the embedded engines, the secret key, uploads; one owner at a time."""

from stayflow.stores.files.data_folder import DataFolder, Owner
from stayflow.stores.files.secret_box import SecretBox

__all__ = ["DataFolder", "Owner", "SecretBox"]
