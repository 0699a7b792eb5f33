; Puts Muster into "Open with" for lists of people. It is not made the program that opens them: that stays the user's choice.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\Muster.List" "" "List of people"
  WriteRegStr HKCU "Software\Classes\Muster.List\DefaultIcon" "" "$appExe,0"
  WriteRegStr HKCU "Software\Classes\Muster.List\shell\open\command" "" '"$appExe" "%1"'
  WriteRegNone HKCU "Software\Classes\.csv\OpenWithProgids" "Muster.List"
  WriteRegNone HKCU "Software\Classes\.tsv\OpenWithProgids" "Muster.List"
  WriteRegStr HKCU "Software\Classes\muster" "" "URL:Muster"
  WriteRegStr HKCU "Software\Classes\muster" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\muster\shell\open\command" "" '"$appExe" "%1"'
!macroend

!macro customUnInstall
  DeleteRegValue HKCU "Software\Classes\.csv\OpenWithProgids" "Muster.List"
  DeleteRegValue HKCU "Software\Classes\.tsv\OpenWithProgids" "Muster.List"
  DeleteRegKey HKCU "Software\Classes\Muster.List"
  DeleteRegKey HKCU "Software\Classes\muster"
!macroend
